package io.vgi.internal.codec;

import io.vgi.internal.codec.ContainerCodecs.ArrayCodec;
import io.vgi.internal.codec.ContainerCodecs.CollectionCodec;
import io.vgi.internal.codec.ContainerCodecs.EnumCodec;
import io.vgi.internal.codec.ContainerCodecs.MapCodec;
import io.vgi.internal.codec.ContainerCodecs.NullableCodec;
import io.vgi.internal.codec.ContainerCodecs.OptionalCodec;
import io.vgi.internal.codec.ContainerCodecs.SealedCodec;
import io.vgi.internal.record.RecordClass;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the codecs of types, records within records once each, so that they may hold themselves.
 */
final class CodecDerivation {
  private final boolean checks;
  private final Map<Class<?>, ValueCodec> records = new HashMap<>();

  /**
   * Starts with no record known.
   *
   * @param checks whether only to see if there is a codec, without the cost of making it
   */
  CodecDerivation(boolean checks) {
    this.checks = checks;
  }

  /** The codec of a type that is no component: a plain class is taken by its fields as well. */
  ValueCodec root(Type type) {
    ValueCodec known = find(type);
    if (known != null) {
      return known;
    }
    if (!(type instanceof Class<?> plain)) {
      throw new IllegalArgumentException(type.getTypeName() + " has no codec");
    }
    List<Field> fields = FieldsCodec.fields(plain);
    ValueCodec[] codecs = new ValueCodec[fields.size()];
    for (int i = 0; i < codecs.length; i++) {
      Field field = fields.get(i);
      codecs[i] =
          part("Field '" + field.getName() + "' of " + plain.getName(), field.getGenericType());
    }
    return checks ? ScalarCodec.BYTES : FieldsCodec.of(plain, fields, codecs);
  }

  /** The codec of a record. */
  ValueCodec record(Class<?> type) {
    ValueCodec known = records.get(type);
    if (known != null) {
      return known;
    }
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      throw new IllegalArgumentException(type.getName() + " is not a record");
    }
    if (checks) {
      RecordClass.check(type);
    }
    ValueCodec[] parts = new ValueCodec[components.length];
    RecordPart codec = checks ? null : new RecordPart(new RecordClass(type), parts);
    records.put(type, codec == null ? ScalarCodec.BYTES : codec);
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      parts[i] =
          part(
              "Component '" + component.getName() + "' of record " + type.getName(),
              component.getGenericType());
    }
    return codec == null ? ScalarCodec.BYTES : codec;
  }

  /** The codec of what may be null unless it is primitive. */
  private ValueCodec part(String what, Type declared) {
    ValueCodec part = find(declared);
    if (part == null) {
      throw new IllegalArgumentException(
          what + " has the type " + declared.getTypeName() + ", which has no codec");
    }
    return declared instanceof Class<?> type && type.isPrimitive() ? part : new NullableCodec(part);
  }

  @Nullable ValueCodec find(Type generic) {
    if (generic instanceof Class<?> type) {
      return plain(type);
    } else if (generic instanceof WildcardType wildcard) {
      return find(wildcard.getUpperBounds()[0]);
    } else if (generic instanceof GenericArrayType array
        && array.getGenericComponentType() instanceof ParameterizedType component
        && component.getRawType() instanceof Class<?> raw) {
      ValueCodec element = find(component);
      return element == null ? null : new ArrayCodec(raw, new NullableCodec(element));
    } else if (generic instanceof ParameterizedType parameterized) {
      return container(parameterized.getRawType(), parameterized.getActualTypeArguments());
    }
    return null;
  }

  private @Nullable ValueCodec container(Type raw, Type[] arguments) {
    boolean list = raw == List.class || raw == Collection.class;
    if (!list && raw != Set.class && raw != Map.class && raw != Optional.class) {
      return null;
    }
    ValueCodec first = find(arguments[0]);
    ValueCodec last = arguments.length == 1 ? first : find(arguments[1]);
    if (first == null || last == null) {
      return null;
    } else if (raw == Map.class) {
      return new MapCodec(new NullableCodec(first), new NullableCodec(last));
    } else if (raw == Optional.class) {
      return new OptionalCodec(first);
    }
    return new CollectionCodec(new NullableCodec(first), !list);
  }

  private @Nullable ValueCodec plain(Class<?> type) {
    Class<?> boxed = MethodType.methodType(type).wrap().returnType();
    ValueCodec simple = ScalarCodec.of(boxed);
    if (simple == null) {
      simple = TimeCodec.of(boxed);
    }
    if (simple != null) {
      return simple;
    } else if (type.isEnum()) {
      return new EnumCodec(type);
    } else if (type.isRecord()) {
      return record(type);
    } else if (type.isArray()) {
      Class<?> component = type.getComponentType();
      ValueCodec numbers = NumbersCodec.of(component);
      if (numbers != null) {
        return numbers;
      }
      ValueCodec element = plain(component);
      if (element == null) {
        return null;
      }
      return new ArrayCodec(
          component, component.isPrimitive() ? element : new NullableCodec(element));
    }
    return type.isSealed() && Modifier.isAbstract(type.getModifiers()) ? sealed(type) : null;
  }

  private @Nullable ValueCodec sealed(Class<?> type) {
    List<Class<?>> kinds = new ArrayList<>();
    List<ValueCodec> codecs = new ArrayList<>();
    for (Class<?> kind : type.getPermittedSubclasses()) {
      ValueCodec codec = plain(kind);
      if (codec == null) {
        return null;
      }
      kinds.add(kind);
      codecs.add(codec);
    }
    return new SealedCodec(type, kinds, codecs);
  }
}
