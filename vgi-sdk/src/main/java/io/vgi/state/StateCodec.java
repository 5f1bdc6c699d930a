package io.vgi.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns a state into bytes and back, because any call of one execution may reach another process.
 * Safe to share between threads.
 *
 * @param <S> the state
 */
public interface StateCodec<S> {
  /** Writes {@code state}. */
  void write(S state, DataOutput out) throws IOException;

  /** Reads what {@link #write} wrote. */
  S read(DataInput in) throws IOException;

  /**
   * Says what is wrong with a codec that cannot work; called when a catalog is built.
   *
   * @throws IllegalArgumentException with a sentence that names the type
   */
  default void check() {}

  /** Writes a state of type {@code S}. */
  @FunctionalInterface
  interface Writer<S> {
    /** Writes {@code state}. */
    void write(S state, DataOutput out) throws IOException;
  }

  /** Reads a state of type {@code S}. */
  @FunctionalInterface
  interface Reader<S> {
    /** Reads one state. */
    S read(DataInput in) throws IOException;
  }

  /** A codec of two methods. */
  static <S> StateCodec<S> of(Writer<S> writer, Reader<S> reader) {
    return new StateCodec<>() {
      @Override
      public void write(S state, DataOutput out) throws IOException {
        writer.write(state, out);
      }

      @Override
      public S read(DataInput in) throws IOException {
        return reader.read(in);
      }
    };
  }

  /**
   * The codec of {@code type}, derived from it at the first use: of everything that a component of
   * a cursor may be, such as {@code Long}, {@code String}, {@code LocalDate}, an enum, a record or
   * an array; and of a plain class, by its fields. That class has a constructor without parameters,
   * no superclass, and fields that are not final and of such types; {@code transient} ones are left
   * out. Lists, sets and maps are read as mutable ones that keep the order, not as the class that
   * was written.
   */
  static <S> StateCodec<S> of(Class<S> type) {
    return new DerivedCodec<>(type);
  }

  /** As {@link #of(Class)}, for types with arguments, such as that of a list of numbers. */
  static StateCodec<?> of(Type type) {
    return new DerivedCodec<>(type);
  }

  /** The codec of a record, derived from its components. */
  static <S extends Record> StateCodec<S> ofRecord(Class<S> type) {
    return of(type);
  }

  /**
   * A codec of states that are written as a record and made from it again.
   *
   * @param record what travels
   * @param take makes the record of a state
   * @param restore makes a state of the record
   */
  static <S, R extends Record> StateCodec<S> of(
      Class<R> record, Function<S, R> take, Function<R, S> restore) {
    return new SnapshotCodec<>(ofRecord(record), take, restore);
  }

  /** The codec of arrays of {@code long}. */
  static StateCodec<long[]> longs() {
    return of(long[].class);
  }

  /** The codec of arrays of {@code double}. */
  static StateCodec<double[]> doubles() {
    return of(double[].class);
  }

  /** The codec of text. */
  static StateCodec<String> text() {
    return of(String.class);
  }

  /** The codec of bytes. */
  static StateCodec<byte[]> bytes() {
    return of(byte[].class);
  }

  /**
   * The codec of the natural Java values of all DuckDB types, as {@link io.vgi.type.ValueCodec} has
   * them, without {@link io.vgi.type.Ticks}; of nulls, and of lists and maps of such values, which
   * are read as mutable ones that keep the order.
   */
  @SuppressWarnings("NullAway") // null is one of the values
  static StateCodec<@Nullable Object> values() {
    return new NaturalValues();
  }
}
