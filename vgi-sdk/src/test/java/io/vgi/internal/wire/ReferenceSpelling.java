package io.vgi.internal.wire;

import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;

/** Spells fields the way the golden files do. */
public final class ReferenceSpelling {
  private ReferenceSpelling() {}

  /** The type of {@code field}; only what is not null is marked, as {@code not null}. */
  public static String of(Field field) {
    DictionaryEncoding dictionary = field.getDictionary();
    if (dictionary != null) {
      return "dictionary<values="
          + plain(field)
          + ", indices=int"
          + dictionary.getIndexType().getBitWidth()
          + ", ordered="
          + (dictionary.isOrdered() ? 1 : 0)
          + ">";
    }
    return plain(field);
  }

  private static String plain(Field field) {
    ArrowType type = field.getType();
    List<Field> children = field.getChildren();
    if (type instanceof ArrowType.Map) {
      Field entries = children.get(0);
      Field key = entries.getChildren().get(0);
      Field value = entries.getChildren().get(1);
      if (entries.isNullable()
          || key.isNullable()
          || !value.isNullable()
          || !entries.getName().equals("entries")
          || !key.getName().equals("key")
          || !value.getName().equals("value")) {
        return "unusual " + field;
      }
      return "map<" + of(key) + ", " + of(value) + ">";
    }
    if (type instanceof ArrowType.List) {
      return "list<" + named(children.get(0)) + ">";
    }
    if (type instanceof ArrowType.Struct) {
      StringBuilder out = new StringBuilder("struct<");
      for (Field child : children) {
        out.append(out.length() > 7 ? ", " : "").append(named(child));
      }
      return out.append('>').toString();
    }
    if (type instanceof ArrowType.Timestamp timestamp) {
      String unit = timestamp.getUnit() == TimeUnit.MICROSECOND ? "us" : "?";
      return "timestamp[" + unit + ", tz=" + timestamp.getTimezone() + "]";
    }
    if (type instanceof ArrowType.Int number) {
      return (number.getIsSigned() ? "int" : "uint") + number.getBitWidth();
    }
    return switch (type.getTypeID()) {
      case Utf8 -> "string";
      case LargeUtf8 -> "large_string";
      case Binary -> "binary";
      case LargeBinary -> "large_binary";
      case Bool -> "bool";
      case FloatingPoint -> type.toString().contains("DOUBLE") ? "double" : "float";
      default -> "unexpected " + type;
    };
  }

  private static String named(Field field) {
    return field.getName() + ": " + of(field) + (field.isNullable() ? "" : " not null");
  }
}
