package io.vgi.internal.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object as its fields, in the order of their names; it is made by its constructor without
 * parameters. Numbers are not boxed.
 */
final class FieldsCodec implements ValueCodec {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final Class<?> type;
  private final MethodHandle constructor;
  private final FieldPart[] parts;

  private FieldsCodec(Class<?> type, MethodHandle constructor, FieldPart[] parts) {
    this.type = type;
    this.constructor = constructor;
    this.parts = parts;
  }

  /** The fields of {@code type} that travel; says why the class cannot. */
  static List<Field> fields(Class<?> type) {
    String why = refusal(type);
    if (why != null) {
      throw new IllegalArgumentException(type.getTypeName() + " has no codec: " + why);
    }
    List<Field> fields = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      int modifiers = field.getModifiers();
      if (Modifier.isStatic(modifiers) || Modifier.isTransient(modifiers)) {
        continue;
      } else if (Modifier.isFinal(modifiers)) {
        throw new IllegalArgumentException(
            type.getName() + " has no codec: its field '" + field.getName() + "' is final");
      }
      fields.add(field);
    }
    // reflection gives them in no order that is promised
    if (fields.size() > 1) {
      fields.sort(
          new Comparator<>() { // a lambda costs the start more
            @Override
            public int compare(Field one, Field other) {
              return one.getName().compareTo(other.getName());
            }
          });
    }
    return fields;
  }

  private static @Nullable String refusal(Class<?> type) {
    if (type.isInterface() || type.isArray() || type.isPrimitive() || type.isEnum()) {
      return "it is neither a record, an array nor a class with fields";
    } else if (type.getName().startsWith("java.")) {
      return "it is a class of the JDK";
    } else if (type.getSuperclass() != Object.class) {
      return "it has a superclass";
    } else if (Modifier.isAbstract(type.getModifiers())) {
      return "it is abstract";
    } else if (!type.getModule().isOpen(type.getPackageName(), FieldsCodec.class.getModule())) {
      return "its package must be open to io.vgi";
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == 0) {
        return null;
      }
    }
    return "it has no constructor without parameters";
  }

  /** The codec of {@code type}, whose {@code fields} have {@code codecs}. */
  static FieldsCodec of(Class<?> type, List<Field> fields, ValueCodec[] codecs) {
    FieldPart[] parts = new FieldPart[codecs.length];
    try {
      Constructor<?> plain = type.getDeclaredConstructor();
      plain.setAccessible(true);
      for (int i = 0; i < parts.length; i++) {
        Field field = fields.get(i);
        field.setAccessible(true);
        parts[i] =
            part(
                field.getType(),
                LOOKUP.unreflectGetter(field),
                LOOKUP.unreflectSetter(field),
                codecs[i]);
      }
      return new FieldsCodec(
          type,
          LOOKUP.unreflectConstructor(plain).asType(MethodType.methodType(Object.class)),
          parts);
    } catch (ReflectiveOperationException | InaccessibleObjectException closed) {
      throw new IllegalArgumentException(type.getName() + " cannot be reached", closed);
    }
  }

  private static FieldPart part(Class<?> type, MethodHandle get, MethodHandle set, ValueCodec all) {
    boolean exact = type == long.class || type == double.class || type == int.class;
    Class<?> held = exact ? type : Object.class;
    MethodHandle getter = get.asType(MethodType.methodType(held, Object.class));
    MethodHandle setter = set.asType(MethodType.methodType(void.class, Object.class, held));
    if (type == long.class) {
      return new LongPart(getter, setter);
    } else if (type == double.class) {
      return new DoublePart(getter, setter);
    } else if (type == int.class) {
      return new IntPart(getter, setter);
    }
    return new AnyPart(getter, setter, all);
  }

  @Override
  public void write(Object value, DataOutput out) throws IOException {
    try {
      for (FieldPart part : parts) {
        part.write(value, out);
      }
    } catch (IOException | RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new IllegalStateException(type.getName() + " failed", impossible);
    }
  }

  @Override
  public Object read(DataInput in) throws IOException {
    try {
      Object value = constructor.invokeExact();
      for (FieldPart part : parts) {
        part.read(value, in);
      }
      return value;
    } catch (IOException | RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable checked) {
      throw new IllegalStateException(type.getName() + " failed", checked);
    }
  }

  /** One field. */
  private interface FieldPart {
    void write(Object owner, DataOutput out) throws Throwable;

    void read(Object owner, DataInput in) throws Throwable;
  }

  private record LongPart(MethodHandle getter, MethodHandle setter) implements FieldPart {
    @Override
    public void write(Object owner, DataOutput out) throws Throwable {
      out.writeLong((long) getter.invokeExact(owner));
    }

    @Override
    public void read(Object owner, DataInput in) throws Throwable {
      setter.invokeExact(owner, in.readLong());
    }
  }

  private record DoublePart(MethodHandle getter, MethodHandle setter) implements FieldPart {
    @Override
    public void write(Object owner, DataOutput out) throws Throwable {
      out.writeDouble((double) getter.invokeExact(owner));
    }

    @Override
    public void read(Object owner, DataInput in) throws Throwable {
      setter.invokeExact(owner, in.readDouble());
    }
  }

  private record IntPart(MethodHandle getter, MethodHandle setter) implements FieldPart {
    @Override
    public void write(Object owner, DataOutput out) throws Throwable {
      out.writeInt((int) getter.invokeExact(owner));
    }

    @Override
    public void read(Object owner, DataInput in) throws Throwable {
      setter.invokeExact(owner, in.readInt());
    }
  }

  private record AnyPart(MethodHandle getter, MethodHandle setter, ValueCodec codec)
      implements FieldPart {
    @Override
    public void write(Object owner, DataOutput out) throws Throwable {
      codec.write((Object) getter.invokeExact(owner), out);
    }

    @Override
    public void read(Object owner, DataInput in) throws Throwable {
      setter.invokeExact(owner, codec.read(in));
    }
  }
}
