package io.vgi.type;

import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * A column that also says of which Java type its single values are: the key by which {@code
 * Rows.value} and {@code RowWriter.set} are typed. Immutable.
 *
 * @param <V> the vector that holds the column's values
 * @param <T> the Java type of one value, see {@link ValueCodec}
 */
public final class ValueColumn<V extends FieldVector, T> extends Column<V> {
  private final @Nullable Class<T> java;
  // made when it is first asked for: most declarations never are
  private volatile @Nullable ValueCodec<T> codec;

  ValueColumn(
      String name,
      SqlType type,
      Class<V> vector,
      boolean nullable,
      boolean varargs,
      String doc,
      Map<String, String> metadata,
      @Nullable Class<T> java,
      @Nullable ValueCodec<T> codec) {
    super(name, type, vector, nullable, varargs, doc, metadata);
    this.java = java;
    this.codec = codec;
  }

  /** This column with its values as {@code java}. */
  public <U> ValueColumn<V, U> as(Class<U> java) {
    return as(ValueCodec.of(type(), java));
  }

  /**
   * This column with values as {@code other} has them.
   *
   * @throws IllegalArgumentException when that is for another type
   */
  public <U> ValueColumn<V, U> as(ValueCodec<U> other) {
    if (!other.type().equals(type())) {
      throw new IllegalArgumentException("Column '" + this + "' has no values of " + other.type());
    }
    return new ValueColumn<>(
        name(), type(), vector(), nullable(), isVarargs(), doc(), metadata(), null, other);
  }

  /** Reads, writes and compares its values. */
  public ValueCodec<T> codec() {
    ValueCodec<T> known = codec;
    if (known == null) {
      known = ValueCodec.of(type(), Objects.requireNonNull(java));
      codec = known;
    }
    return known;
  }

  private ValueColumn<V, T> with(
      boolean nullable, boolean varargs, String doc, Map<String, String> metadata) {
    return new ValueColumn<>(
        name(), type(), vector(), nullable, varargs, doc, metadata, java, codec);
  }

  @Override
  public ValueColumn<V, T> notNull() {
    return with(false, isVarargs(), doc(), metadata());
  }

  @Override
  public ValueColumn<V, T> varargs() {
    return with(nullable(), true, doc(), metadata());
  }

  @Override
  public ValueColumn<V, T> doc(String text) {
    return with(nullable(), isVarargs(), text, metadata());
  }

  @Override
  public ValueColumn<V, T> comment(String text) {
    return with(nullable(), isVarargs(), doc(), plus("comment", text));
  }

  @Override
  public ValueColumn<V, T> partition() {
    return with(nullable(), isVarargs(), doc(), plus(PARTITION, "true"));
  }

  @Override
  public ValueColumn<V, T> rowId() {
    return with(nullable(), isVarargs(), doc(), plus(ROW_ID, "true"));
  }

  @Override
  public ValueColumn<V, T> metadata(String key, String value) {
    return with(nullable(), isVarargs(), doc(), plus(key, value));
  }
}
