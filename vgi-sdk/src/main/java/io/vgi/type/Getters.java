package io.vgi.type;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Accessors of a record as functions. A handle that is no constant is called many times slower than
 * a lambda, so each becomes one where the record's package allows it.
 */
final class Getters {
  private final Class<?> type;
  private final MethodHandles.Lookup lookup;

  Getters(Class<?> type, MethodHandles.Lookup own) {
    this.type = type;
    MethodHandles.Lookup inside = own;
    try {
      Getters.class.getModule().addReads(type.getModule());
      inside = MethodHandles.privateLookupIn(type, own);
    } catch (IllegalAccessException closed) {
      // a public record of an exported package is seen from here as well
    }
    this.lookup = inside;
  }

  @SuppressWarnings("unchecked") // the lambda implements the interface that was asked for
  ToLongFunction<Object> longs(MethodHandle accessor) {
    Object lambda = lambda(ToLongFunction.class, "applyAsLong", long.class, accessor);
    if (lambda != null) {
      return (ToLongFunction<Object>) lambda;
    }
    MethodHandle handle = accessor.asType(MethodType.methodType(long.class, Object.class));
    return record -> {
      try {
        return (long) handle.invokeExact(record);
      } catch (Throwable failure) {
        throw failed(failure);
      }
    };
  }

  @SuppressWarnings("unchecked") // the lambda implements the interface that was asked for
  ToDoubleFunction<Object> doubles(MethodHandle accessor) {
    Object lambda = lambda(ToDoubleFunction.class, "applyAsDouble", double.class, accessor);
    if (lambda != null) {
      return (ToDoubleFunction<Object>) lambda;
    }
    MethodHandle handle = accessor.asType(MethodType.methodType(double.class, Object.class));
    return record -> {
      try {
        return (double) handle.invokeExact(record);
      } catch (Throwable failure) {
        throw failed(failure);
      }
    };
  }

  @SuppressWarnings("unchecked") // the lambda implements the interface that was asked for
  Function<Object, @Nullable Object> objects(MethodHandle accessor) {
    Object lambda = lambda(Function.class, "apply", Object.class, accessor);
    if (lambda != null) {
      return (Function<Object, @Nullable Object>) lambda;
    }
    MethodHandle handle = accessor.asType(MethodType.methodType(Object.class, Object.class));
    return record -> {
      try {
        return (Object) handle.invokeExact(record);
      } catch (Throwable failure) {
        throw failed(failure);
      }
    };
  }

  private @Nullable Object lambda(
      Class<?> function, String method, Class<?> result, MethodHandle accessor) {
    Class<?> given = accessor.type().returnType();
    Class<?> boxed = given.isPrimitive() && !result.isPrimitive() ? PlainTypes.boxed(given) : given;
    try {
      return LambdaMetafactory.metafactory(
              lookup,
              method,
              MethodType.methodType(function),
              MethodType.methodType(result, Object.class),
              accessor,
              MethodType.methodType(boxed, type))
          .getTarget()
          .invoke();
    } catch (Throwable closed) {
      if (closed instanceof VirtualMachineError fatal) {
        throw fatal;
      }
      // handles do it as well, only slower
      return null;
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
