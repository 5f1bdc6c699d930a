package io.vgi.internal.bind;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records as bytes. The codec is derived once from the components, which may be primitives, their
 * boxes, text, bytes, enums, records and lists of these; null is kept everywhere but in primitives.
 *
 * @param <T> the record
 */
public final class RecordCodec<T> {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final Class<T> type;
  private final MethodHandle constructor;
  private final MethodHandle[] accessors;
  private final Part[] parts;

  private interface Part {
    void write(Object value, DataOutputStream out) throws IOException;

    Object read(DataInputStream in) throws IOException;
  }

  private RecordCodec(
      Class<T> type, MethodHandle constructor, MethodHandle[] accessors, Part[] parts) {
    this.type = type;
    this.constructor = constructor;
    this.accessors = accessors;
    this.parts = parts;
  }

  /** Derives the codec of {@code type}. */
  public static <T> RecordCodec<T> of(Class<T> type) {
    RecordComponent[] components = type.isRecord() ? type.getRecordComponents() : null;
    if (components == null) {
      throw new IllegalArgumentException(type.getName() + " is not a record");
    }
    Class<?>[] classes = new Class<?>[components.length];
    MethodHandle[] accessors = new MethodHandle[components.length];
    Part[] parts = new Part[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        classes[i] = components[i].getType();
        parts[i] =
            nullable(
                part(
                    components[i].getGenericType(),
                    type,
                    components[i].getName(),
                    nested -> new NestedPart(of(nested))));
        components[i].getAccessor().setAccessible(true);
        accessors[i] =
            LOOKUP
                .unreflect(components[i].getAccessor())
                .asType(MethodType.methodType(Object.class, Object.class));
      }
      Constructor<T> canonical = type.getDeclaredConstructor(classes);
      canonical.setAccessible(true);
      MethodHandle constructor =
          LOOKUP
              .unreflectConstructor(canonical)
              .asSpreader(Object[].class, classes.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
      return new RecordCodec<>(type, constructor, accessors, parts);
    } catch (ReflectiveOperationException | java.lang.reflect.InaccessibleObjectException closed) {
      throw new IllegalArgumentException(unreachable(type), closed);
    }
  }

  /**
   * Whether {@link #of} would succeed, without the cost of it.
   *
   * @throws IllegalArgumentException when it would not, with what is wrong
   */
  public static void check(Class<?> type) {
    RecordComponent[] components = type.isRecord() ? type.getRecordComponents() : null;
    if (components == null) {
      throw new IllegalArgumentException(type.getName() + " is not a record");
    }
    Module own = RecordCodec.class.getModule();
    String home = type.getPackageName();
    boolean seen = Modifier.isPublic(type.getModifiers()) && type.getModule().isExported(home, own);
    if (!seen && !type.getModule().isOpen(home, own)) {
      throw new IllegalArgumentException(unreachable(type));
    }
    for (RecordComponent component : components) {
      part(
          component.getGenericType(),
          type,
          component.getName(),
          nested -> {
            check(nested);
            return Simple.BYTES;
          });
    }
  }

  private static String unreachable(Class<?> type) {
    return "Record " + type.getName() + " cannot be reached: its package must be open to io.vgi";
  }

  /** {@code value} as bytes. */
  public byte[] encode(T value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try {
      write(value, new DataOutputStream(bytes));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** The record that {@link #encode} turned into {@code bytes}. */
  public T decode(byte[] bytes) {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    try {
      T value = read(in);
      if (in.read() >= 0) {
        throw new IllegalArgumentException("Bytes are left behind a " + type.getSimpleName());
      }
      return value;
    } catch (IOException tooShort) {
      throw new IllegalArgumentException(
          "The bytes of a " + type.getSimpleName() + " end too soon", tooShort);
    }
  }

  private void write(Object value, DataOutputStream out) throws IOException {
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

  private T read(DataInputStream in) throws IOException {
    @Nullable Object[] values = new Object[parts.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = parts[i].read(in);
    }
    try {
      return type.cast((Object) constructor.invokeExact(values));
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new IllegalStateException(type.getName() + " failed", impossible);
    }
  }

  private static Part part(
      Type generic, Class<?> owner, String name, Function<Class<?>, Part> nested) {
    Type raw = generic instanceof ParameterizedType list ? list.getRawType() : generic;
    if (raw == List.class && generic instanceof ParameterizedType list) {
      return new ListPart(nullable(part(list.getActualTypeArguments()[0], owner, name, nested)));
    } else if (raw instanceof Class<?> type) {
      Class<?> boxed = Natural.boxed(type);
      for (Simple simple : Simple.values()) {
        if (simple.type == boxed) {
          return simple;
        }
      }
      if (type.isEnum()) {
        return new EnumPart(type);
      } else if (type.isRecord()) {
        return nested.apply(type);
      }
    }
    throw new IllegalArgumentException(
        "Component '"
            + name
            + "' of record "
            + owner.getName()
            + " has the type "
            + generic.getTypeName()
            + ", which has no codec");
  }

  private static Part nullable(Part part) {
    return new Part() {
      @Override
      public void write(@Nullable Object value, DataOutputStream out) throws IOException {
        out.writeBoolean(value != null);
        if (value != null) {
          part.write(value, out);
        }
      }

      @Override
      @SuppressWarnings("NullAway") // null is what was written
      public Object read(DataInputStream in) throws IOException {
        return in.readBoolean() ? part.read(in) : null;
      }
    };
  }

  private enum Simple implements Part {
    LONG(Long.class) {
      @Override
      public void write(Object value, DataOutputStream out) throws IOException {
        out.writeLong((Long) value);
      }

      @Override
      public Object read(DataInputStream in) throws IOException {
        return in.readLong();
      }
    },
    INT(Integer.class) {
      @Override
      public void write(Object value, DataOutputStream out) throws IOException {
        out.writeInt((Integer) value);
      }

      @Override
      public Object read(DataInputStream in) throws IOException {
        return in.readInt();
      }
    },
    DOUBLE(Double.class) {
      @Override
      public void write(Object value, DataOutputStream out) throws IOException {
        out.writeDouble((Double) value);
      }

      @Override
      public Object read(DataInputStream in) throws IOException {
        return in.readDouble();
      }
    },
    BOOLEAN(Boolean.class) {
      @Override
      public void write(Object value, DataOutputStream out) throws IOException {
        out.writeBoolean((Boolean) value);
      }

      @Override
      public Object read(DataInputStream in) throws IOException {
        return in.readBoolean();
      }
    },
    TEXT(String.class) {
      @Override
      public void write(Object value, DataOutputStream out) throws IOException {
        BYTES.write(((String) value).getBytes(StandardCharsets.UTF_8), out);
      }

      @Override
      public Object read(DataInputStream in) throws IOException {
        return new String((byte[]) BYTES.read(in), StandardCharsets.UTF_8);
      }
    },
    BYTES(byte[].class) {
      @Override
      public void write(Object value, DataOutputStream out) throws IOException {
        byte[] bytes = (byte[]) value;
        out.writeInt(bytes.length);
        out.write(bytes);
      }

      @Override
      public Object read(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] bytes = in.readNBytes(Math.max(0, length));
        if (bytes.length != length) {
          throw new java.io.EOFException("Expected " + length + " bytes");
        }
        return bytes;
      }
    };

    private final Class<?> type;

    Simple(Class<?> type) {
      this.type = type;
    }
  }

  private record ListPart(Part element) implements Part {
    @Override
    public void write(Object value, DataOutputStream out) throws IOException {
      List<?> list = (List<?>) value;
      out.writeInt(list.size());
      for (Object one : list) {
        element.write(one, out);
      }
    }

    @Override
    public Object read(DataInputStream in) throws IOException {
      int size = in.readInt();
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        list.add(element.read(in));
      }
      return list;
    }
  }

  private record EnumPart(Class<?> type) implements Part {
    @Override
    public void write(Object value, DataOutputStream out) throws IOException {
      Simple.TEXT.write(((Enum<?>) value).name(), out);
    }

    @Override
    public Object read(DataInputStream in) throws IOException {
      String name = (String) Simple.TEXT.read(in);
      for (Object member : type.getEnumConstants()) {
        if (((Enum<?>) member).name().equals(name)) {
          return member;
        }
      }
      throw new IllegalArgumentException(type.getSimpleName() + " has no member '" + name + "'");
    }
  }

  private record NestedPart(RecordCodec<?> codec) implements Part {
    @Override
    public void write(Object value, DataOutputStream out) throws IOException {
      codec.write(value, out);
    }

    @Override
    public Object read(DataInputStream in) throws IOException {
      return codec.read(in);
    }
  }
}
