package io.vgi.param;

import io.vgi.rpc.VgiException;
import io.vgi.type.SqlType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A secret of the session. Its values never appear in {@link Object#toString}. Implemented by the
 * SDK. Immutable.
 */
public interface Secret {
  /** The name it was created under. */
  String name();

  /** The name of its type. */
  String type();

  /** Who made it, {@code config} for {@code CREATE SECRET}. */
  String provider();

  /** The prefixes of the paths it is for; empty when it is for all. */
  List<String> scope();

  /** The value of a parameter or its default; throws a {@link VgiException} without either. */
  default <T> T get(Arg<T> parameter) {
    T value = find(parameter);
    if (value == null) {
      throw VgiException.invalidArgument(
          "Secret '"
              + name()
              + "' of type '"
              + type()
              + "' has no '"
              + parameter.name()
              + "'; give it one with CREATE OR REPLACE SECRET");
    }
    return value;
  }

  /** The value of a parameter, its default, or null. */
  <T> @Nullable T find(Arg<T> parameter);

  /** The values of all fields by name, the four above included, sorted by name. */
  Map<String, Field> fields();

  /**
   * A field of a secret.
   *
   * @param type the type of its value
   * @param value the value, as the natural Java type, which {@link io.vgi.type.ValueCodec} says;
   *     null is NULL
   */
  record Field(SqlType type, @Nullable Object value) {
    @Override
    public String toString() {
      return type.sql();
    }
  }
}
