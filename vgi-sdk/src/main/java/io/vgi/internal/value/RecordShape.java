package io.vgi.internal.value;

import io.vgi.rpc.VgiException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a record from the members of a STRUCT ; reflects once. */
final class RecordShape {
  private final Class<?> type;
  private final RecordComponent[] components;
  private final MethodHandle constructor;

  RecordShape(Class<?> type) {
    this.type = type;
    this.components = type.getRecordComponents();
    Class<?>[] parameters = new Class<?>[components.length];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = components[i].getType();
    }
    try {
      Constructor<?> canonical = type.getDeclaredConstructor(parameters);
      canonical.setAccessible(true);
      MethodHandle handle = MethodHandles.lookup().unreflectConstructor(canonical);
      this.constructor =
          handle
              .asSpreader(Object[].class, parameters.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException | RuntimeException closed) {
      throw new IllegalArgumentException(
          "Record " + type.getName() + " cannot be built: its package must be open to io.vgi",
          closed);
    }
  }

  Object build(Map<?, ?> members, String what) {
    @Nullable Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      String name = components[i].getName();
      Class<?> wanted = JavaValues.boxed(components[i].getType());
      Object given = members.get(name);
      values[i] = given == null ? null : JavaValues.as(given, wanted, what + "." + name);
      if (values[i] == null && components[i].getType().isPrimitive()) {
        throw VgiException.invalidArgument(what + "." + name + " cannot be NULL");
      }
    }
    try {
      return constructor.invokeExact(values);
    } catch (RuntimeException | Error refused) {
      throw refused;
    } catch (Throwable impossible) {
      throw new IllegalStateException("Record " + type.getName() + " failed", impossible);
    }
  }
}
