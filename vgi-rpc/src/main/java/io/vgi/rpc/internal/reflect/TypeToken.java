package io.vgi.rpc.internal.reflect;

import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The one spelling of an Arrow type that all implementations share. */
final class TypeToken {
  private TypeToken() {}

  /**
   * The token of the type of {@code field}, which is in message form.
   *
   * @throws IllegalArgumentException if the type has no token
   */
  static String of(Field field) {
    StringBuilder out = new StringBuilder();
    append(out, field);
    return out.toString();
  }

  private static void append(StringBuilder out, Field field) {
    DictionaryEncoding dictionary = field.getDictionary();
    if (dictionary == null) {
      append(out, field.getType(), field.getChildren());
      return;
    }
    append(out.append("dictionary<index:"), dictionary.getIndexType(), List.of());
    append(out.append(",value:"), field.getType(), field.getChildren());
    out.append(dictionary.isOrdered() ? ">,ordered" : ">");
  }

  private static void append(StringBuilder out, ArrowType type, List<Field> children) {
    // An extension type reports the type id of its storage, so it comes first.
    if (type instanceof ArrowType.ExtensionType extension) {
      out.append("extension(").append(extension.extensionName()).append(")<");
      append(out, extension.storageType(), children);
      out.append('>');
      return;
    }
    String plain = plain(type);
    if (plain != null) {
      out.append(plain);
    } else if (type instanceof ArrowType.List) {
      list(out.append("list<"), children);
    } else if (type instanceof ArrowType.LargeList) {
      list(out.append("large_list<"), children);
    } else if (type instanceof ArrowType.ListView) {
      list(out.append("list_view<"), children);
    } else if (type instanceof ArrowType.LargeListView) {
      list(out.append("large_list_view<"), children);
    } else if (type instanceof ArrowType.FixedSizeList sized) {
      list(out.append("fixed_size_list(").append(sized.getListSize()).append(")<"), children);
    } else if (type instanceof ArrowType.Map map) {
      List<Field> entry = children.get(0).getChildren();
      child(out.append("map<"), "key", entry.get(0));
      child(out.append(','), "value", entry.get(1));
      out.append(map.getKeysSorted() ? ">,keys_sorted" : ">");
    } else if (type instanceof ArrowType.Struct) {
      out.append("struct<");
      for (int i = 0; i < children.size(); i++) {
        child(out.append(i > 0 ? "," : ""), children.get(i).getName(), children.get(i));
      }
      out.append('>');
    } else if (type instanceof ArrowType.Union union) {
      out.append(union.getMode() == UnionMode.Sparse ? "sparse_union<" : "dense_union<");
      int[] codes = union.getTypeIds();
      for (int i = 0; i < children.size(); i++) {
        // Without explicit codes a member's code is its position.
        out.append(i > 0 ? "," : "").append(codes == null ? i : codes[i]).append('=');
        child(out, children.get(i).getName(), children.get(i));
      }
      out.append('>');
    } else if (type instanceof ArrowType.RunEndEncoded) {
      append(out.append("run_end_encoded<run_ends:"), children.get(0));
      append(out.append(",values:"), children.get(1));
      out.append('>');
    } else {
      throw new IllegalArgumentException("The type " + type + " has no token");
    }
  }

  private static void list(StringBuilder out, List<Field> children) {
    // The name of an element is not part of a list's type.
    child(out, "item", children.get(0));
    out.append('>');
  }

  private static void child(StringBuilder out, String name, Field child) {
    append(out.append(name).append(child.isNullable() ? "?:" : ":"), child);
  }

  private static @Nullable String plain(ArrowType type) {
    if (type instanceof ArrowType.Int number) {
      return (number.getIsSigned() ? "int" : "uint") + number.getBitWidth();
    } else if (type instanceof ArrowType.FloatingPoint number) {
      return switch (number.getPrecision()) {
        case HALF -> "float16";
        case SINGLE -> "float32";
        case DOUBLE -> "float64";
      };
    } else if (type instanceof ArrowType.Decimal decimal) {
      // Narrower decimals have no token.
      return decimal.getBitWidth() < 128
          ? null
          : "decimal"
              + decimal.getBitWidth()
              + ("(" + decimal.getPrecision() + "," + decimal.getScale() + ")");
    } else if (type instanceof ArrowType.Date date) {
      return date.getUnit() == DateUnit.DAY ? "date32" : "date64";
    } else if (type instanceof ArrowType.Time time) {
      return "time" + time.getBitWidth() + "(" + unit(time.getUnit()) + ")";
    } else if (type instanceof ArrowType.Timestamp timestamp) {
      String zone = timestamp.getTimezone();
      return "timestamp(" + unit(timestamp.getUnit()) + (zone == null ? ")" : ",tz=" + zone + ")");
    } else if (type instanceof ArrowType.Duration duration) {
      return "duration(" + unit(duration.getUnit()) + ")";
    } else if (type instanceof ArrowType.Interval interval) {
      return switch (interval.getUnit()) {
        case YEAR_MONTH -> "interval_months";
        case DAY_TIME -> "interval_day_time";
        case MONTH_DAY_NANO -> "interval_month_day_nano";
      };
    } else if (type instanceof ArrowType.FixedSizeBinary binary) {
      return "fixed_size_binary(" + binary.getByteWidth() + ")";
    }
    return switch (type.getTypeID()) {
      case Null -> "null";
      case Bool -> "bool";
      case Utf8 -> "utf8";
      case LargeUtf8 -> "large_utf8";
      case Utf8View -> "utf8_view";
      case Binary -> "binary";
      case LargeBinary -> "large_binary";
      case BinaryView -> "binary_view";
      default -> null;
    };
  }

  private static String unit(TimeUnit unit) {
    return switch (unit) {
      case SECOND -> "s";
      case MILLISECOND -> "ms";
      case MICROSECOND -> "us";
      case NANOSECOND -> "ns";
    };
  }
}
