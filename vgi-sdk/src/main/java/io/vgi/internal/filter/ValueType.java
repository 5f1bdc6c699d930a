package io.vgi.internal.filter;

import io.vgi.internal.order.Interval;
import io.vgi.rpc.WireSchema;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * The type of a value in a filter.
 *
 * @param kind what it is
 * @param width the digits of a decimal
 * @param scale the digits behind the point of a decimal
 * @param children the types of elements or members
 * @param names the names of members
 * @param ids the type ids of a union's members
 */
record ValueType(
    SqlKind kind,
    int width,
    int scale,
    List<ValueType> children,
    List<String> names,
    List<Integer> ids) {
  static final ValueType BOOLEAN = of(SqlKind.BOOLEAN);

  /** A type that filters cannot compute with. */
  static final ValueType OTHER = of(SqlKind.OTHER);

  static ValueType of(SqlKind kind) {
    return new ValueType(kind, 0, 0, List.of(), List.of(), List.of());
  }

  static ValueType decimal(int width, int scale) {
    return new ValueType(SqlKind.DECIMAL, width, scale, List.of(), List.of(), List.of());
  }

  static ValueType list(ValueType element) {
    return new ValueType(SqlKind.LIST, 0, 0, List.of(element), List.of(), List.of());
  }

  /** The type of a field; null when filters cannot compute with it. */
  static @Nullable ValueType of(Field field) {
    SqlType type = SqlType.of(WireSchema.plain(field));
    if (field.getDictionary() != null) {
      return type.equals(SqlType.VARCHAR) ? of(SqlKind.ENUM) : null;
    }
    String extension = field.getMetadata().get("ARROW:extension:name");
    if (extension != null) {
      return extension(extension, type);
    }
    ArrowType arrow = type.arrow();
    if (arrow instanceof ArrowType.Int integer) {
      return integer(integer);
    } else if (arrow instanceof ArrowType.FloatingPoint real) {
      return real.getPrecision() == FloatingPointPrecision.DOUBLE
          ? of(SqlKind.DOUBLE)
          : real.getPrecision() == FloatingPointPrecision.SINGLE ? of(SqlKind.FLOAT) : null;
    } else if (arrow instanceof ArrowType.Decimal decimal) {
      return decimal(decimal.getPrecision(), decimal.getScale());
    }
    return switch (arrow.getTypeID()) {
      case Null -> of(SqlKind.NULL);
      case Bool -> BOOLEAN;
      case Utf8, LargeUtf8, Utf8View -> of(SqlKind.VARCHAR);
      case Binary, LargeBinary, BinaryView, FixedSizeBinary -> of(SqlKind.BLOB);
      case Date -> type.equals(SqlType.DATE) ? of(SqlKind.DATE) : null;
      case Time -> time(type);
      case Timestamp -> timestamp((ArrowType.Timestamp) arrow);
      case Interval -> type.equals(SqlType.INTERVAL) ? of(SqlKind.INTERVAL) : null;
      case List, LargeList, FixedSizeList, Map, Struct, Union -> nested(arrow, field.getChildren());
      default -> null;
    };
  }

  private static @Nullable ValueType extension(String name, SqlType type) {
    if (type.equals(SqlType.HUGEINT)) {
      return of(SqlKind.HUGEINT);
    } else if (type.equals(SqlType.UHUGEINT)) {
      return of(SqlKind.UHUGEINT);
    } else if (type.equals(SqlType.TIMETZ)) {
      return of(SqlKind.TIMETZ);
    } else if (type.equals(SqlType.UUID)) {
      return of(SqlKind.UUID);
    } else if (type.equals(SqlType.BIT) || type.equals(SqlType.BIGNUM)) {
      return of(SqlKind.BLOB);
    }
    return switch (name) {
      case "arrow.bool8" -> type.arrow() instanceof ArrowType.Int ? BOOLEAN : null;
      case "arrow.json" -> of(plain(type).field(""));
      case "geoarrow.wkb" -> of(SqlKind.BLOB);
      default -> null;
    };
  }

  private static SqlType plain(SqlType type) {
    return SqlType.of(new Field("", FieldType.nullable(type.arrow()), type.children()));
  }

  private static ValueType integer(ArrowType.Int integer) {
    boolean signed = integer.getIsSigned();
    return of(
        switch (integer.getBitWidth()) {
          case 8 -> signed ? SqlKind.TINYINT : SqlKind.UTINYINT;
          case 16 -> signed ? SqlKind.SMALLINT : SqlKind.USMALLINT;
          case 32 -> signed ? SqlKind.INTEGER : SqlKind.UINTEGER;
          default -> signed ? SqlKind.BIGINT : SqlKind.UBIGINT;
        });
  }

  private static @Nullable ValueType time(SqlType type) {
    return type.equals(SqlType.TIME)
        ? of(SqlKind.TIME)
        : type.equals(SqlType.TIME_NS) ? of(SqlKind.TIME_NS) : null;
  }

  private static @Nullable ValueType timestamp(ArrowType.Timestamp stamp) {
    if (stamp.getTimezone() != null) {
      return stamp.getUnit() == org.apache.arrow.vector.types.TimeUnit.MICROSECOND
          ? of(SqlKind.TIMESTAMPTZ)
          : null;
    }
    return of(
        switch (stamp.getUnit()) {
          case SECOND -> SqlKind.TIMESTAMP_S;
          case MILLISECOND -> SqlKind.TIMESTAMP_MS;
          case MICROSECOND -> SqlKind.TIMESTAMP;
          case NANOSECOND -> SqlKind.TIMESTAMP_NS;
        });
  }

  private static @Nullable ValueType nested(ArrowType arrow, List<Field> fields) {
    if (arrow instanceof ArrowType.Union union
        && union.getMode() != org.apache.arrow.vector.types.UnionMode.Sparse) {
      return null;
    }
    List<ValueType> types = new ArrayList<>(fields.size());
    List<String> names = new ArrayList<>(fields.size());
    for (Field field : fields) {
      ValueType type = of(field);
      if (type == null) {
        return null;
      }
      types.add(type);
      names.add(field.getName());
    }
    SqlKind kind =
        arrow instanceof ArrowType.Struct
            ? SqlKind.STRUCT
            : arrow instanceof ArrowType.Union ? SqlKind.UNION : SqlKind.LIST;
    List<Integer> ids = new ArrayList<>();
    if (arrow instanceof ArrowType.Union union && union.getTypeIds() != null) {
      for (int id : union.getTypeIds()) {
        ids.add(id);
      }
    }
    return new ValueType(kind, 0, 0, types, kind == SqlKind.LIST ? List.of() : names, ids);
  }

  /** The type of a field, {@link #OTHER} when filters cannot compute with it. */
  static ValueType orOther(Field field) {
    ValueType type = of(field);
    return type == null ? OTHER : type;
  }

  /** The only child of a list. */
  ValueType element() {
    return children.get(0);
  }

  /** The type as messages show it. */
  String sql() {
    return switch (kind) {
      case DECIMAL -> "DECIMAL(" + width + "," + scale + ")";
      case LIST -> element().sql() + "[]";
      case STRUCT, UNION -> {
        StringBuilder out = new StringBuilder(kind.name()).append('(');
        for (int i = 0; i < names.size(); i++) {
          out.append(i == 0 ? "" : ", ").append(names.get(i)).append(' ');
          out.append(children.get(i).sql());
        }
        yield out.append(')').toString();
      }
      case OTHER -> "a type without filters";
      default -> kind.name();
    };
  }
}
