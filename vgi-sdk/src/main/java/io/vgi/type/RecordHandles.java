package io.vgi.type;

import io.vgi.type.ValueCodec.Writer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
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

  private final Class<?> type;
  private final MethodHandle constructor;
  private final MethodHandle[] accessors;
  private final MethodHandle[] boxing;
  private final Getters getters;
  private final AtomicReferenceArray<@Nullable Object> primitives;
  private final AtomicReferenceArray<@Nullable Function<Object, @Nullable Object>> objects;

  RecordHandles(Class<?> type) {
    this.type = type;
    this.getters = new Getters(type, LOOKUP);
    RecordComponent[] components = type.getRecordComponents();
    this.primitives = new AtomicReferenceArray<>(components.length);
    this.objects = new AtomicReferenceArray<>(components.length);
    Class<?>[] classes = new Class<?>[components.length];
    this.accessors = new MethodHandle[components.length];
    this.boxing = new MethodHandle[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        classes[i] = components[i].getType();
        components[i].getAccessor().setAccessible(true);
        accessors[i] = LOOKUP.unreflect(components[i].getAccessor());
        boxing[i] = accessors[i].asType(MethodType.methodType(Object.class, Object.class));
      }
      Constructor<?> canonical = type.getDeclaredConstructor(classes);
      canonical.setAccessible(true);
      this.constructor =
          LOOKUP
              .unreflectConstructor(canonical)
              .asSpreader(Object[].class, classes.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException | InaccessibleObjectException closed) {
      throw new IllegalArgumentException(unreachable(type), closed);
    }
  }

  static String unreachable(Class<?> type) {
    return "Record " + type.getName() + " cannot be reached: its package must be open to io.vgi";
  }

  @Nullable Object component(Object record, int index) {
    try {
      return (Object) boxing[index].invokeExact(record);
    } catch (Throwable failure) {
      throw failed(failure);
    }
  }

  Object build(@Nullable Object[] values) {
    try {
      return (Object) constructor.invokeExact(values);
    } catch (Throwable failure) {
      throw failed(failure);
    }
  }

  private RuntimeException failed(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException own
        ? own
        : new IllegalStateException("Record " + type.getName() + " failed", failure);
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
      known = getters.longs(accessors[index]);
      primitives.set(index, known);
    }
    return (ToLongFunction<Object>) known;
  }

  @SuppressWarnings("unchecked") // a component of such a type has no other getter
  private ToDoubleFunction<Object> doubles(int index) {
    Object known = primitives.get(index);
    if (known == null) {
      known = getters.doubles(accessors[index]);
      primitives.set(index, known);
    }
    return (ToDoubleFunction<Object>) known;
  }

  private Function<Object, @Nullable Object> objects(int index) {
    Function<Object, @Nullable Object> known = objects.get(index);
    if (known == null) {
      known = getters.objects(accessors[index]);
      objects.set(index, known);
    }
    return known;
  }
}
