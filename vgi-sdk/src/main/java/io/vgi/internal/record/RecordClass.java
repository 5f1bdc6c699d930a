package io.vgi.internal.record;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** Takes records of one class apart and builds them; looked up once. */
public final class RecordClass {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final Class<?> type;
  private final MethodHandle constructor;
  private final MethodHandle[] accessors;
  private final MethodHandle[] boxing;

  /**
   * Looks {@code type} up.
   *
   * @throws IllegalArgumentException when its package is not open
   */
  public RecordClass(Class<?> type) {
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

  /**
   * Whether {@code type} can be looked up, without the cost of it.
   *
   * @throws IllegalArgumentException when its package is not open
   */
  public static void check(Class<?> type) {
    Module own = RecordClass.class.getModule();
    String home = type.getPackageName();
    boolean seen = Modifier.isPublic(type.getModifiers()) && type.getModule().isExported(home, own);
    if (!seen && !type.getModule().isOpen(home, own)) {
      throw new IllegalArgumentException(unreachable(type));
    }
  }

  private static String unreachable(Class<?> type) {
    return "Record " + type.getName() + " cannot be reached: its package must be open to io.vgi";
  }

  /** How many components there are. */
  public int size() {
    return accessors.length;
  }

  /** The accessor of the component at {@code index}, of its own types. */
  public MethodHandle accessor(int index) {
    return accessors[index];
  }

  /** The component at {@code index} of {@code record}. */
  public @Nullable Object component(Object record, int index) {
    try {
      return (Object) boxing[index].invokeExact(record);
    } catch (Throwable failure) {
      throw failed(failure);
    }
  }

  /** The record of {@code values}, one for each component. */
  public Object build(@Nullable Object[] values) {
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
}
