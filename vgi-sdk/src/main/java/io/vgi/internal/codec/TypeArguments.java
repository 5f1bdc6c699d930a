package io.vgi.internal.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import org.jspecify.annotations.Nullable;

/** What a class gives for the type parameters of an interface it implements. */
public final class TypeArguments {
  private TypeArguments() {}

  /** The class given for parameter {@code index} of {@code generic} by {@code type}. */
  public static Class<?> of(Class<?> type, Class<?> generic, int index) {
    Type found = find((Type) type, generic, index);
    if (found instanceof Class<?> known) {
      return known;
    } else if (found instanceof ParameterizedType parameterized
        && parameterized.getRawType() instanceof Class<?> raw) {
      return raw;
    }
    throw new IllegalArgumentException(
        type.getName()
            + " must name a class for parameter "
            + (index + 1)
            + " of "
            + generic.getSimpleName());
  }

  /** As {@link #of}, null where {@code type} leaves it open. */
  public static @Nullable Class<?> find(Class<?> type, Class<?> generic, int index) {
    Type found = find((Type) type, generic, index);
    if (found instanceof ParameterizedType parameterized) {
      found = parameterized.getRawType();
    }
    return found instanceof Class<?> known ? known : null;
  }

  /** As {@link #find(Class, Class, int)}, with what the type is made of. */
  public static @Nullable Type type(Class<?> type, Class<?> generic, int index) {
    return find((Type) type, generic, index);
  }

  private static @Nullable Type find(Type type, Class<?> generic, int index) {
    Class<?> raw =
        type instanceof ParameterizedType parameterized
            ? (Class<?>) parameterized.getRawType()
            : type instanceof Class<?> plain ? plain : Object.class;
    if (raw == generic) {
      return type instanceof ParameterizedType parameterized
          ? parameterized.getActualTypeArguments()[index]
          : null;
    }
    for (Type above : raw.getGenericInterfaces()) {
      Type found = find(above, generic, index);
      if (found != null) {
        return resolve(found, raw, type);
      }
    }
    Type above = raw.getGenericSuperclass();
    Type found = above == null ? null : find(above, generic, index);
    return found == null ? null : resolve(found, raw, type);
  }

  private static Type resolve(Type found, Class<?> raw, Type type) {
    if (found instanceof TypeVariable<?> && type instanceof ParameterizedType parameterized) {
      // each call makes an array of them
      TypeVariable<?>[] parameters = raw.getTypeParameters();
      for (int i = 0; i < parameters.length; i++) {
        if (parameters[i].equals(found)) {
          return parameterized.getActualTypeArguments()[i];
        }
      }
    }
    return found;
  }
}
