package io.vgi.type;

import io.vgi.internal.record.RecordClass;
import io.vgi.type.ValueCodec.Writer;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.jspecify.annotations.Nullable;

/** How the components of a record class are reached; looked up once. */
final class RecordHandles {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final RecordClass type;
  private final Getters getters;
  private final AtomicReferenceArray<@Nullable Object> primitives;
  private final AtomicReferenceArray<@Nullable Function<Object, @Nullable Object>> objects;

  RecordHandles(Class<?> type) {
    this.type = new RecordClass(type);
    this.getters = new Getters(type, LOOKUP);
    this.primitives = new AtomicReferenceArray<>(this.type.size());
    this.objects = new AtomicReferenceArray<>(this.type.size());
  }

  @Nullable Object component(Object record, int index) {
    return type.component(record, index);
  }

  Object build(@Nullable Object[] values) {
    return type.build(values);
  }

  /** Writes one component of a record. */
  @FunctionalInterface
  interface Step {
    void write(int row, Object record);
  }

  /** The step for component {@code index}; primitives are not boxed where the vector allows. */
  Step step(int index, RecordForm.Part part, FieldVector vector) {
    SqlType into = part.form().type();
    Class<?> java = part.java();
    if (java == long.class || java == int.class || java == short.class || java == byte.class) {
      LongWriter longs = LongWriter.of(vector, into);
      if (longs != null) {
        ToLongFunction<Object> getter = longs(index);
        return (row, record) -> longs.set(row, getter.applyAsLong(record));
      }
    } else if (java == double.class && vector instanceof Float8Vector real) {
      ToDoubleFunction<Object> getter = doubles(index);
      return (row, record) -> real.setSafe(row, getter.applyAsDouble(record));
    }
    Function<Object, @Nullable Object> getter = objects(index);
    Writer<Object> writer = part.form().writer(vector, into);
    return (row, record) -> writer.set(row, getter.apply(record));
  }

  // a getter may be made twice by two threads, which does no harm

  @SuppressWarnings("unchecked") // a component of such a type has no other getter
  private ToLongFunction<Object> longs(int index) {
    Object known = primitives.get(index);
    if (known == null) {
      known = getters.longs(type.accessor(index));
      primitives.set(index, known);
    }
    return (ToLongFunction<Object>) known;
  }

  @SuppressWarnings("unchecked") // a component of such a type has no other getter
  private ToDoubleFunction<Object> doubles(int index) {
    Object known = primitives.get(index);
    if (known == null) {
      known = getters.doubles(type.accessor(index));
      primitives.set(index, known);
    }
    return (ToDoubleFunction<Object>) known;
  }

  private Function<Object, @Nullable Object> objects(int index) {
    Function<Object, @Nullable Object> known = objects.get(index);
    if (known == null) {
      known = getters.objects(type.accessor(index));
      objects.set(index, known);
    }
    return known;
  }
}
