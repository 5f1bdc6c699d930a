package io.vgi.internal.bind;

import io.vgi.internal.value.HeapSize;
import io.vgi.param.Arg;
import io.vgi.param.Secret;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** A secret as a bind call brought it. */
public final class ResolvedSecret implements Secret {
  private final String name;
  private final Map<String, Field> fields;

  private ResolvedSecret(String name, Map<String, Field> fields) {
    this.name = name;
    this.fields = Collections.unmodifiableMap(fields);
  }

  /** Reads the one-row batch that has a struct column for each secret. */
  static List<ResolvedSecret> read(byte[] bytes, BufferAllocator allocator) {
    List<ResolvedSecret> secrets = new ArrayList<>();
    try (WireBatch batch = IpcBytes.readBatch(bytes, allocator)) {
      if (batch == null || batch.rows() != 1) {
        return List.of();
      }
      HeapSize.take(batch, allocator);
      WireSchema schema = batch.schema().decoded();
      for (int i = 0; i < schema.size(); i++) {
        if (batch.column(i) instanceof StructVector struct && !struct.isNull(0)) {
          List<org.apache.arrow.vector.types.pojo.Field> children = schema.field(i).getChildren();
          List<FieldVector> values = struct.getChildrenFromFields();
          Map<String, Field> fields = new TreeMap<>();
          for (int k = 0; k < children.size(); k++) {
            fields.put(
                children.get(k).getName(),
                new Field(
                    SqlType.of(children.get(k)),
                    ValueCodec.natural(SqlType.of(children.get(k))).get(values.get(k), 0)));
          }
          secrets.add(new ResolvedSecret(schema.field(i).getName(), fields));
        }
      }
    }
    return secrets;
  }

  /**
   * The secret among {@code secrets} of type {@code type} with the longest scope that {@code path}
   * starts with; one without scope fits every path, and every secret fits no path.
   */
  static @Nullable ResolvedSecret best(
      List<ResolvedSecret> secrets, String type, @Nullable String path) {
    ResolvedSecret best = null;
    int longest = -1;
    for (ResolvedSecret secret : secrets) {
      int fit = secret.type().equalsIgnoreCase(type) ? secret.fit(path) : -1;
      if (fit > longest) {
        best = secret;
        longest = fit;
      }
    }
    return best;
  }

  private int fit(@Nullable String path) {
    List<String> scope = scope();
    if (path == null || scope.isEmpty()) {
      return 0;
    }
    int longest = -1;
    for (String prefix : scope) {
      if (path.startsWith(prefix)) {
        longest = Math.max(longest, prefix.length());
      }
    }
    return longest;
  }

  @Override
  public String name() {
    String given = text("name");
    return given.isEmpty() ? name : given;
  }

  @Override
  public String type() {
    String type = text("type");
    // engines that send one secret of each type name it by that
    return type.isEmpty() ? name : type;
  }

  @Override
  public String provider() {
    return text("provider");
  }

  @Override
  public List<String> scope() {
    String scope = text("scope");
    return scope.isEmpty() ? List.of() : List.of(scope.split("\n"));
  }

  private String text(String field) {
    Field found = fields.get(field);
    return found == null || found.value() == null ? "" : found.value().toString();
  }

  @Override
  public <T> @Nullable T find(Arg<T> parameter) {
    Field found = fields.get(parameter.name());
    Object value = found == null ? null : found.value();
    // a value that does not fit must not be quoted in the error
    return value == null
        ? parameter.fallback()
        : Keys.read(parameter, value, "Field '" + parameter.name() + "' of a secret", true);
  }

  @Override
  public Map<String, Field> fields() {
    return fields;
  }

  @Override
  public String toString() {
    return "secret '" + name() + "' of type " + type();
  }
}
