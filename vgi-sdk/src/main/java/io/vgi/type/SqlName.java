package io.vgi.type;

import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Types as SQL writes them. */
final class SqlName {
  private SqlName() {}

  static String of(SqlType type) {
    String opaque = type.opaqueName();
    if (opaque != null) {
      return opaque.equals("time_tz") ? "TIME WITH TIME ZONE" : upper(opaque);
    }
    String extension = type.extensionName();
    if (extension != null) {
      switch (extension) {
        case "arrow.uuid":
          return "UUID";
        case "arrow.json":
          return "JSON";
        case "arrow.bool8":
          return "BOOLEAN";
        default:
          return extension;
      }
    }
    if (type.isAny()) {
      return "ANY";
    }
    return type.isDictionary() ? "ENUM" : of(type.arrow(), type.children());
  }

  private static String of(ArrowType arrow, List<Field> children) {
    if (arrow instanceof ArrowType.Int integer) {
      String name =
          switch (integer.getBitWidth()) {
            case 8 -> "TINYINT";
            case 16 -> "SMALLINT";
            case 32 -> "INTEGER";
            default -> "BIGINT";
          };
      return integer.getIsSigned() ? name : "U" + name;
    } else if (arrow instanceof ArrowType.FloatingPoint real) {
      return switch (real.getPrecision()) {
        case DOUBLE -> "DOUBLE";
        case SINGLE -> "FLOAT";
        case HALF -> "HALF FLOAT";
      };
    } else if (arrow instanceof ArrowType.Decimal decimal) {
      return "DECIMAL(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
    } else if (arrow instanceof ArrowType.Bool) {
      return "BOOLEAN";
    } else if (arrow instanceof ArrowType.Utf8 || arrow instanceof ArrowType.LargeUtf8) {
      return "VARCHAR";
    } else if (arrow instanceof ArrowType.Binary || arrow instanceof ArrowType.LargeBinary) {
      return "BLOB";
    } else if (arrow instanceof ArrowType.Date) {
      return "DATE";
    } else if (arrow instanceof ArrowType.Time time) {
      return time.getUnit() == TimeUnit.NANOSECOND ? "TIME_NS" : "TIME";
    } else if (arrow instanceof ArrowType.Timestamp stamp) {
      return timestamp(stamp);
    } else if (arrow instanceof ArrowType.Interval || arrow instanceof ArrowType.Duration) {
      return "INTERVAL";
    } else if (arrow instanceof ArrowType.Null) {
      return "NULL";
    }
    return nested(arrow, children);
  }

  private static String timestamp(ArrowType.Timestamp stamp) {
    if (stamp.getTimezone() != null) {
      return "TIMESTAMP WITH TIME ZONE";
    }
    return switch (stamp.getUnit()) {
      case SECOND -> "TIMESTAMP_S";
      case MILLISECOND -> "TIMESTAMP_MS";
      case MICROSECOND -> "TIMESTAMP";
      case NANOSECOND -> "TIMESTAMP_NS";
    };
  }

  private static String nested(ArrowType arrow, List<Field> children) {
    if (arrow instanceof ArrowType.List || arrow instanceof ArrowType.LargeList) {
      return of(SqlType.of(children.get(0))) + "[]";
    } else if (arrow instanceof ArrowType.FixedSizeList list) {
      return of(SqlType.of(children.get(0))) + "[" + list.getListSize() + "]";
    } else if (arrow instanceof ArrowType.Map) {
      List<Field> entry = children.get(0).getChildren();
      return "MAP(" + of(SqlType.of(entry.get(0))) + ", " + of(SqlType.of(entry.get(1))) + ")";
    } else if (arrow instanceof ArrowType.Struct || arrow instanceof ArrowType.Union) {
      StringBuilder out =
          new StringBuilder(arrow instanceof ArrowType.Struct ? "STRUCT(" : "UNION(");
      for (int i = 0; i < children.size(); i++) {
        Field child = children.get(i);
        out.append(i == 0 ? "" : ", ").append(child.getName()).append(' ');
        out.append(of(SqlType.of(child)));
      }
      return out.append(')').toString();
    }
    return arrow.toString();
  }

  private static String upper(String name) {
    return name.toUpperCase(java.util.Locale.ROOT);
  }
}
