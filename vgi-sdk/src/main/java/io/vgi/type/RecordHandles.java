package io.vgi.type;

import io.vgi.type.ValueCodec.Writer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
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

  RecordHandles(Class<?> type) {
    this.type = type;
    RecordComponent[] components = type.getRecordComponents();
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
        return longs(index, part.name(), longs);
      }
    } else if (java == double.class && vector instanceof Float8Vector real) {
      MethodHandle accessor =
          accessors[index].asType(MethodType.methodType(double.class, Object.class));
      return (row, record) -> {
        double value;
        try {
          value = (double) accessor.invokeExact(record);
        } catch (Throwable failure) {
          throw failed(failure);
        }
        real.setSafe(row, value);
      };
    }
    MethodHandle accessor = boxing[index];
    Writer<Object> writer = ValueCodec.named(part.name(), part.form().writer(vector, into));
    return (row, record) -> {
      Object value;
      try {
        value = (Object) accessor.invokeExact(record);
      } catch (Throwable failure) {
        throw failed(failure);
      }
      writer.set(row, value);
    };
  }

  private Step longs(int index, String name, LongWriter longs) {
    MethodHandle accessor =
        accessors[index].asType(MethodType.methodType(long.class, Object.class));
    return (row, record) -> {
      long value;
      try {
        value = (long) accessor.invokeExact(record);
      } catch (Throwable failure) {
        throw failed(failure);
      }
      try {
        longs.set(row, value);
      } catch (ValueFault fault) {
        throw ValueCodec.named(name, fault);
      }
    };
  }
}
