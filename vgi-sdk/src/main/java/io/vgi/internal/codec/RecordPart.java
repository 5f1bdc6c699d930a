package io.vgi.internal.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** A record as its components, one behind the other. */
final class RecordPart implements ValueCodec {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final Class<?> type;
  private final MethodHandle constructor;
  private final MethodHandle[] accessors;
  private final ValueCodec[] parts;

  private RecordPart(
      Class<?> type, MethodHandle constructor, MethodHandle[] accessors, ValueCodec[] parts) {
    this.type = type;
    this.constructor = constructor;
    this.accessors = accessors;
    this.parts = parts;
  }

  /** The codec of {@code type}; the codecs of its components are put into {@code parts} later. */
  static RecordPart of(Class<?> type, RecordComponent[] components, ValueCodec[] parts) {
    Class<?>[] classes = new Class<?>[components.length];
    MethodHandle[] accessors = new MethodHandle[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        classes[i] = components[i].getType();
        components[i].getAccessor().setAccessible(true);
        accessors[i] =
            LOOKUP
                .unreflect(components[i].getAccessor())
                .asType(MethodType.methodType(Object.class, Object.class));
      }
      Constructor<?> canonical = type.getDeclaredConstructor(classes);
      canonical.setAccessible(true);
      MethodHandle constructor =
          LOOKUP
              .unreflectConstructor(canonical)
              .asSpreader(Object[].class, classes.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
      return new RecordPart(type, constructor, accessors, parts);
    } catch (ReflectiveOperationException | InaccessibleObjectException closed) {
      throw new IllegalArgumentException(unreachable(type), closed);
    }
  }

  static String unreachable(Class<?> type) {
    return "Record " + type.getName() + " cannot be reached: its package must be open to io.vgi";
  }

  @Override
  public void write(Object value, DataOutput out) throws IOException {
    for (int i = 0; i < parts.length; i++) {
      parts[i].write(component(i, value), out);
    }
  }

  private Object component(int index, Object value) {
    try {
      return accessors[index].invokeExact(value);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new IllegalStateException(type.getName() + " failed", impossible);
    }
  }

  @Override
  public Object read(DataInput in) throws IOException {
    @Nullable Object[] values = new Object[parts.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = parts[i].read(in);
    }
    try {
      return constructor.invokeExact(values);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new IllegalStateException(type.getName() + " failed", impossible);
    }
  }
}
