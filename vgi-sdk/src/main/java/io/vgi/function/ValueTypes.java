package io.vgi.function;

import io.vgi.type.Column;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.vector.FieldVector;

/** The types of the values of a function, refused with the function's name. */
final class ValueTypes {
  private ValueTypes() {}

  /** The codec of an input. */
  static <T> ValueCodec<T> input(String function, Class<T> java) {
    try {
      return ValueCodec.of(java);
    } catch (IllegalArgumentException refused) {
      throw named(function, refused);
    }
  }

  /** The codec of a result, whose type is known when the function is declared. */
  static <T> ValueCodec<T> result(String function, Class<T> java) {
    return checked(function, input(function, java));
  }

  /** {@code codec}, which a result may have. */
  static <T> ValueCodec<T> checked(String function, ValueCodec<T> codec) {
    if (codec.type().isAny()) {
      throw new IllegalArgumentException(
          "'"
              + function
              + "' gives values of any type, so its result has no DuckDB type; name a class that has"
              + " one, or in place of a class ValueCodec.of(type, Object.class)");
    }
    return codec;
  }

  /** What {@code types} gives, with the function's name before what it refuses. */
  static <T> T named(String function, Supplier<T> types) {
    try {
      return types.get();
    } catch (IllegalArgumentException refused) {
      throw named(function, refused);
    }
  }

  private static IllegalArgumentException named(String function, IllegalArgumentException refused) {
    return new IllegalArgumentException("'" + function + "': " + refused.getMessage(), refused);
  }

  /** Parameters for {@code inputs}, called by the first of {@code names}. */
  static List<ValueColumn<FieldVector, ?>> columns(
      List<String> names, boolean repeats, List<ValueCodec<?>> inputs) {
    List<ValueColumn<FieldVector, ?>> columns = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      ValueColumn<FieldVector, ?> column = Column.of(names.get(i), inputs.get(i));
      columns.add(repeats ? column.varargs() : column);
    }
    return columns;
  }

  /** {@code inputs} with other names for the first ones. */
  static List<ValueColumn<FieldVector, ?>> renamed(
      String function, List<ValueColumn<FieldVector, ?>> inputs, String... names) {
    if (names.length > inputs.size()) {
      throw new IllegalArgumentException(
          "'"
              + function
              + "' has "
              + inputs.size()
              + " parameters, not "
              + names.length
              + " to be named");
    }
    List<ValueColumn<FieldVector, ?>> named = new ArrayList<>(inputs);
    for (int i = 0; i < names.length; i++) {
      ValueColumn<FieldVector, ?> column = Column.of(names[i], inputs.get(i).codec());
      named.set(i, inputs.get(i).isVarargs() ? column.varargs() : column);
    }
    return named;
  }
}
