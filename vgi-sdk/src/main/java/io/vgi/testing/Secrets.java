package io.vgi.testing;

import io.vgi.rpc.WireSchema;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The secrets of a session. */
final class Secrets {
  private final List<Held> all;
  private final Map<String, WireSchema> types;
  private final BufferAllocator memory;

  /** A secret that was created. */
  record Held(String type, String name, String scope, Map<String, ?> values) {}

  Secrets(List<Held> all, Map<String, WireSchema> types, BufferAllocator memory) {
    this.all = all;
    this.types = types;
    this.memory = memory;
  }

  /** Those that {@code function} says it needs, which come with its first bind. */
  List<Held> required(ListedFunction function) {
    List<Held> held = new ArrayList<>();
    List<Map<String, @Nullable Object>> required = function.info().list("required_secrets");
    for (Map<String, @Nullable Object> one :
        required == null ? List.<Map<String, @Nullable Object>>of() : required) {
      Held found = lookUp(String.valueOf(one.get("secret_type")), "");
      if (found != null) {
        held.add(found);
      }
    }
    return held;
  }

  /** The secret of {@code type} with the longest scope that {@code path} begins with, or null. */
  @Nullable Held lookUp(String type, String path) {
    Held best = null;
    for (Held one : all) {
      if (one.type().equalsIgnoreCase(type)
          && path.startsWith(one.scope())
          && (best == null || one.scope().length() > best.scope().length())) {
        best = one;
      }
    }
    return best;
  }

  /** One row with a struct for each of {@code held}; null for none. */
  byte @Nullable [] encode(List<Held> held) {
    if (held.isEmpty()) {
      return null;
    }
    List<Field> fields = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (Held one : held) {
      WireSchema declared = types.get(one.type());
      if (declared == null) {
        throw QueryException.ofEngine("Secret type '" + one.type() + "' not found");
      }
      List<Column<?>> members = new ArrayList<>();
      Map<String, Object> row = new LinkedHashMap<>();
      one.values()
          .forEach(
              (name, value) -> {
                int at = declared.indexOf(name);
                if (at < 0) {
                  throw QueryException.ofEngine(
                      "Unknown parameter '" + name + "' for secret type '" + one.type() + "'");
                }
                members.add(Column.of(name, SqlType.of(declared.field(at))));
                row.put(name, value);
              });
      Map<String, String> said =
          Map.of(
              "type", one.type(), "name", one.name(), "provider", "config", "scope", one.scope());
      said.forEach(
          (name, value) -> {
            members.add(Column.varchar(name));
            row.put(name, value);
          });
      fields.add(SqlType.struct(members.toArray(new Column<?>[0])).field(one.name()));
      values.add(row);
    }
    return Values.row("a secret", fields, values, memory);
  }
}
