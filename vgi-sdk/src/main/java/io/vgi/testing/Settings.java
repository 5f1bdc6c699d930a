package io.vgi.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** What was {@code SET} in a session. */
final class Settings {
  private final Map<String, Object> values = new HashMap<>();

  void set(String name, Object value) {
    values.put(name, value);
  }

  void reset(String name) {
    values.remove(name);
  }

  /** The values of all settings as calls of {@code function} bring them; null for none. */
  byte @Nullable [] of(ListedFunction function, Session session) {
    List<Field> fields = new ArrayList<>();
    List<@Nullable Object> row = new ArrayList<>();
    Map<String, Session.Declared> declared = session.settings();
    for (String name : values.keySet()) {
      if (!declared.containsKey(name)) {
        throw QueryException.ofEngine("unrecognized configuration parameter \"" + name + "\"");
      }
    }
    List<String> known = new ArrayList<>();
    for (Session.Declared setting : declared.values()) {
      Object value = values.getOrDefault(setting.name(), setting.fallback());
      if (value != null) {
        known.add(setting.name());
        fields.add(setting.type().field(setting.name()));
        row.add(value);
      }
    }
    List<String> required = function.info().list("required_settings");
    for (String name : required == null ? List.<String>of() : required) {
      if (!known.contains(name)) {
        throw QueryException.ofEngine(
            "Function '"
                + function.name()
                + "' requires the following settings to be set: "
                + name);
      }
    }
    return fields.isEmpty() ? null : Values.row("SET", fields, row, session.memory());
  }
}
