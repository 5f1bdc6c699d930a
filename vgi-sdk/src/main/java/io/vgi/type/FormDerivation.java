package io.vgi.type;

import io.vgi.internal.record.RecordClass;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Finds how a Java type holds values of a SQL type, and which SQL type a Java type has. */
final class FormDerivation {
  private final Set<Class<?>> open = new HashSet<>();

  /**
   * The form of {@code java}.
   *
   * @param type the SQL type, or null for that of the Java type
   * @param where what has the type, as a message begins with it
   */
  JavaForm find(Type java, @Nullable SqlType type, String where) {
    if (java instanceof Class<?> plain) {
      return plain(plain, type, where);
    } else if (java instanceof WildcardType wildcard) {
      return find(wildcard.getUpperBounds()[0], type, where);
    } else if (java instanceof GenericArrayType array
        && array.getGenericComponentType() instanceof ParameterizedType component
        && component.getRawType() instanceof Class<?> raw) {
      return list(raw.arrayType(), component, type, where);
    } else if (java instanceof ParameterizedType of && of.getRawType() instanceof Class<?> raw) {
      Type[] arguments = of.getActualTypeArguments();
      if (raw == Optional.class) {
        return new OptionalForm(find(arguments[0], type, where));
      } else if (raw == Map.class) {
        return map(arguments[0], arguments[1], type, where);
      } else if (isCollection(raw)) {
        return list(raw, arguments[0], type, where);
      }
    }
    throw refused(java, type, where);
  }

  private static boolean isCollection(Class<?> raw) {
    return raw == List.class || raw == Collection.class || raw == Set.class;
  }

  private JavaForm plain(Class<?> java, @Nullable SqlType type, String where) {
    Class<?> boxed = java.isPrimitive() ? PlainTypes.boxed(java) : java;
    if (boxed == Object.class) {
      return new NaturalForm(type == null ? SqlType.ANY : type);
    }
    SqlType own = PlainTypes.typeOf(boxed);
    if (own != null) {
      SqlType held = type == null ? own : type;
      if (PlainTypes.fits(held, boxed)) {
        return new PlainForm(held, boxed);
      }
    } else if (isCollection(boxed)) {
      return list(boxed, Object.class, type, where);
    } else if (boxed == Map.class) {
      return type != null && type.arrow() instanceof ArrowType.Map
          ? map(Object.class, Object.class, type, where)
          : natural(boxed, type, where);
    } else if (boxed.isArray()) {
      return list(boxed, boxed.getComponentType(), type, where);
    } else if (boxed.isEnum()) {
      return enumeration(boxed, type, where);
    } else if (boxed.isRecord() && boxed != Ticks.class) {
      return record(boxed, type, where);
    } else if (boxed.isSealed() && Modifier.isAbstract(boxed.getModifiers())) {
      return union(boxed, type, where);
    }
    throw refused(java, type, where);
  }

  /** A map of the members of a STRUCT or UNION. */
  private static JavaForm natural(Class<?> java, @Nullable SqlType type, String where) {
    if (type != null
        && (type.arrow() instanceof ArrowType.Struct || type.arrow() instanceof ArrowType.Union)) {
      return new NaturalForm(type);
    }
    throw refused(java, type, where);
  }

  private JavaForm enumeration(Class<?> java, @Nullable SqlType type, String where) {
    int members = java.getEnumConstants().length;
    if (type != null && !PlainTypes.isText(type)) {
      throw refused(java, type, where);
    }
    return new EnumForm(type == null ? SqlType.enumeration(Math.max(1, members)) : type, java);
  }

  /** What a derived type holds within another: the engine has no list of ENUM that is safe. */
  private static SqlType nested(SqlType type) {
    return type.isDictionary() ? SqlType.VARCHAR : type;
  }

  private JavaForm list(Class<?> java, Type element, @Nullable SqlType type, String where) {
    if (type == null) {
      if (element == Object.class) {
        throw new IllegalArgumentException(
            where
                + " is a "
                + java.getSimpleName()
                + " that does not say of what, so it has no DuckDB type; say List<String>, or in place"
                + " of a class ValueCodec.of(String.class).list()");
      }
      JavaForm of = inner(element, where);
      return new ListForm(SqlType.list(of.type()), java, of);
    }
    boolean list =
        switch (type.arrow().getTypeID()) {
          case List, LargeList, FixedSizeList, ListView -> true;
          default -> false;
        };
    if (!list) {
      throw refused(java, type, where);
    }
    SqlType held = SqlType.of(type.children().get(0));
    return new ListForm(type, java, find(element, held, where));
  }

  private JavaForm inner(Type java, String where) {
    JavaForm of = find(java, null, where);
    if (of.type().isAny()) {
      throw refused(java, null, where);
    }
    return of.type().isDictionary() ? find(java, nested(of.type()), where) : of;
  }

  private JavaForm map(Type key, Type value, @Nullable SqlType type, String where) {
    if (type == null) {
      JavaForm keys = inner(key, where);
      JavaForm values = inner(value, where);
      return new MapForm(SqlType.map(keys.type(), values.type()), keys, values);
    } else if (!(type.arrow() instanceof ArrowType.Map)) {
      throw refused(Map.class, type, where);
    }
    List<Field> pair = type.children().get(0).getChildren();
    return new MapForm(
        type,
        find(key, SqlType.of(pair.get(0)), where),
        find(value, SqlType.of(pair.get(1)), where));
  }

  RecordForm record(Class<?> java, @Nullable SqlType type, String where) {
    if (type != null
        && !(type.arrow() instanceof ArrowType.Struct)
        && !(type.arrow() instanceof ArrowType.Union)) {
      throw refused(java, type, where);
    } else if (!open.add(java)) {
      throw new IllegalArgumentException(
          where + " holds itself: record " + java.getName() + " has no DuckDB type");
    }
    RecordClass.check(java);
    List<RecordForm.Part> parts = new ArrayList<>();
    for (RecordComponent component : java.getRecordComponents()) {
      parts.add(part(java, component, type));
    }
    open.remove(java);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException(
          "Record " + java.getName() + " has no components, so it has no DuckDB type");
    }
    return new RecordForm(type == null ? struct(parts) : type, java, List.copyOf(parts));
  }

  private RecordForm.Part part(Class<?> java, RecordComponent component, @Nullable SqlType type) {
    String where = "Component '" + component.getName() + "' of record " + java.getName();
    ColumnSpec spec = component.getAnnotation(ColumnSpec.class);
    String name = spec == null || spec.name().isEmpty() ? component.getName() : spec.name();
    SqlType declared = null;
    if (type != null) {
      declared = member(type, name, where);
    } else if (spec != null && !spec.type().isEmpty()) {
      declared = SqlType.parse(spec.type());
    }
    JavaForm form = find(component.getGenericType(), declared, where);
    if (form.type().isAny()) {
      throw refused(component.getGenericType(), null, where);
    }
    return new RecordForm.Part(name, form, component.getType(), spec == null ? "" : spec.doc());
  }

  private static SqlType member(SqlType type, String name, String where) {
    for (Field child : type.children()) {
      if (child.getName().equals(name)) {
        return SqlType.of(child);
      }
    }
    throw new IllegalArgumentException(where + " is no member of " + type);
  }

  private static SqlType struct(List<RecordForm.Part> parts) {
    Column<?>[] members = new Column<?>[parts.size()];
    for (int i = 0; i < members.length; i++) {
      members[i] = Column.of(parts.get(i).name(), nested(parts.get(i).form().type()));
    }
    return SqlType.struct(members);
  }

  private JavaForm union(Class<?> java, @Nullable SqlType type, String where) {
    if (type != null && !(type.arrow() instanceof ArrowType.Union)) {
      throw refused(java, type, where);
    }
    List<UnionForm.Kind> kinds = new ArrayList<>();
    for (Class<?> kind : java.getPermittedSubclasses()) {
      if (!kind.isRecord()) {
        throw new IllegalArgumentException(
            where + " is a " + java.getName() + ", and " + kind.getName() + " is not a record");
      }
      kinds.add(kind(kind, type, where));
    }
    if (type != null) {
      return new UnionForm(type, java, List.copyOf(kinds));
    }
    Column<?>[] members = new Column<?>[kinds.size()];
    for (int i = 0; i < members.length; i++) {
      members[i] = Column.of(kinds.get(i).tag(), kinds.get(i).value().type());
    }
    return new UnionForm(SqlType.union(members), java, List.copyOf(kinds));
  }

  private UnionForm.Kind kind(Class<?> java, @Nullable SqlType type, String where) {
    String tag = snakeCase(java.getSimpleName());
    SqlType held = type == null ? null : member(type, tag, "Record " + java.getName());
    boolean bare =
        java.getRecordComponents().length == 1
            && (held == null || !(held.arrow() instanceof ArrowType.Struct));
    if (!bare) {
      RecordForm record = record(java, held, where);
      return new UnionForm.Kind(tag, java, record, record);
    }
    SqlType struct = held == null ? null : SqlType.struct(Column.of(soleName(java), held));
    RecordForm record = record(java, struct, where);
    JavaForm value = record.parts().get(0).form();
    if (value.type().isDictionary()) {
      value = find(java.getRecordComponents()[0].getGenericType(), nested(value.type()), where);
    }
    return new UnionForm.Kind(tag, java, record, value);
  }

  private static String soleName(Class<?> java) {
    RecordComponent component = java.getRecordComponents()[0];
    ColumnSpec spec = component.getAnnotation(ColumnSpec.class);
    return spec == null || spec.name().isEmpty() ? component.getName() : spec.name();
  }

  private static String snakeCase(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_")
        .toLowerCase(Locale.ROOT);
  }

  private static IllegalArgumentException refused(Type java, @Nullable SqlType type, String where) {
    return new IllegalArgumentException(
        where
            + " has the Java type "
            + java.getTypeName()
            + (type == null || type.isAny()
                ? ", which has no DuckDB type; the Javadoc of ValueCodec lists those that have one"
                : ", which is not one for values of type " + type));
  }
}
