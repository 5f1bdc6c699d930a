package io.vgi.type;

import io.vgi.type.ValueCodec.Reader;
import io.vgi.type.ValueCodec.Writer;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Optionals, which are empty for NULL. */
final class OptionalForm extends JavaForm {
  private final JavaForm value;

  OptionalForm(JavaForm value) {
    super(value.type());
    this.value = value;
  }

  @Override
  boolean takesNull() {
    return true;
  }

  @Override
  Reader<Object> reader(FieldVector vector, Field field) {
    Reader<Object> values = value.reader(vector, field);
    return row -> Optional.ofNullable(values.get(row));
  }

  @Override
  Writer<Object> writer(FieldVector vector, SqlType into) {
    Writer<Object> values = value.writer(vector, into);
    return (row, optional) -> values.set(row, optional == null ? null : present(optional));
  }

  private static @Nullable Object present(Object optional) {
    return ((Optional<?>) optional).orElse(null);
  }

  @Override
  Object from(Object natural) {
    return Optional.of(value.from(natural));
  }

  @Override
  Object orNull(@Nullable Object natural) {
    return natural == null ? Optional.empty() : from(natural);
  }

  @Override
  @Nullable Object to(Object optional) {
    Object given = present(optional);
    return given == null ? null : value.to(given);
  }

  @Override
  int order(@Nullable Object left, @Nullable Object right) {
    return value.order(left == null ? null : present(left), right == null ? null : present(right));
  }

  @Override
  int compare(Object left, Object right) {
    return value.order(present(left), present(right));
  }
}
