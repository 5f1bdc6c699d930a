package io.vgi.internal.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one schema from text such as {@code tags: map<utf8, utf8> !}.
 *
 * <p>Fields are in message form. Dictionary ids count up from 0 through all fields that one instance
 * reads, so use one instance per schema. Malformed text is an {@link IllegalArgumentException}.
 */
final class FieldText {
  private final Set<String> enums;
  private String text = "";
  private int at;
  private long nextDictionary;

  /** Creates a reader of one schema that may refer to {@code enums}. */
  FieldText(Set<String> enums) {
    this.enums = enums;
  }

  /** Reads {@code name: type}, with {@code !} behind it if the field is not null. */
  Field field(String line) {
    start(line);
    return end(named());
  }

  /** Reads a type, with or without {@code !}, as a field called {@code name}. */
  Field type(String name, String type) {
    start(type);
    return end(typed(name, false));
  }

  private void start(String line) {
    text = line;
    at = 0;
  }

  private Field end(Field field) {
    skipSpaces();
    if (at < text.length()) {
      throw malformed("unexpected '" + text.charAt(at) + "'");
    }
    return field;
  }

  private Field named() {
    String name = word();
    expect(':');
    return typed(name, false);
  }

  private Field typed(String name, boolean required) {
    String word = word();
    List<Field> children = List.of();
    DictionaryEncoding dictionary = null;
    ArrowType type = plain(word);
    if (type == null) {
      switch (word) {
        case "timestamp" -> type = timestamp();
        case "list" -> {
          type = ArrowType.List.INSTANCE;
          expect('<');
          children = List.of(typed("item", false));
          expect('>');
        }
        case "map" -> {
          type = new ArrowType.Map(false);
          children = List.of(entries());
        }
        case "struct" -> {
          type = ArrowType.Struct.INSTANCE;
          children = members();
        }
        case "enum" -> {
          type = ArrowType.Utf8.INSTANCE;
          dictionary = encoding(new ArrowType.Int(16, true));
          enumName();
        }
        case "dictionary" -> {
          expect('<');
          dictionary = encoding(index(word()));
          expect(',');
          Field value = typed("value", false);
          if (!value.isNullable() || value.getDictionary() != null) {
            throw malformed("a dictionary takes a plain type");
          }
          expect('>');
          type = value.getType();
          children = value.getChildren();
        }
        default -> throw malformed("unknown type '" + word + "'");
      }
    }
    boolean nullable = !accept('!') && !required;
    return new Field(name, new FieldType(nullable, type, dictionary), children);
  }

  private static @Nullable ArrowType plain(String word) {
    return switch (word) {
      case "utf8" -> ArrowType.Utf8.INSTANCE;
      case "large_utf8" -> ArrowType.LargeUtf8.INSTANCE;
      case "binary" -> ArrowType.Binary.INSTANCE;
      case "large_binary" -> ArrowType.LargeBinary.INSTANCE;
      case "bool" -> ArrowType.Bool.INSTANCE;
      case "int8" -> new ArrowType.Int(8, true);
      case "int16" -> new ArrowType.Int(16, true);
      case "int32" -> new ArrowType.Int(32, true);
      case "int64" -> new ArrowType.Int(64, true);
      case "uint8" -> new ArrowType.Int(8, false);
      case "uint16" -> new ArrowType.Int(16, false);
      case "uint32" -> new ArrowType.Int(32, false);
      case "uint64" -> new ArrowType.Int(64, false);
      case "float32" -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case "float64" -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      default -> null;
    };
  }

  private ArrowType.Int index(String word) {
    if (plain(word) instanceof ArrowType.Int index) {
      return index;
    }
    throw malformed("'" + word + "' cannot index a dictionary");
  }

  private ArrowType timestamp() {
    expect('[');
    TimeUnit unit = unit(word());
    String zone = null;
    if (accept(',')) {
      skipSpaces();
      int close = text.indexOf(']', at);
      if (close <= at) {
        throw malformed("a time zone is missing");
      }
      zone = text.substring(at, close);
      at = close;
    }
    expect(']');
    return new ArrowType.Timestamp(unit, zone);
  }

  private TimeUnit unit(String word) {
    return switch (word) {
      case "s" -> TimeUnit.SECOND;
      case "ms" -> TimeUnit.MILLISECOND;
      case "us" -> TimeUnit.MICROSECOND;
      case "ns" -> TimeUnit.NANOSECOND;
      default -> throw malformed("unknown time unit '" + word + "'");
    };
  }

  private Field entries() {
    expect('<');
    Field key = typed("key", true);
    expect(',');
    Field value = typed("value", false);
    expect('>');
    return new Field(
        "entries", FieldType.notNullable(ArrowType.Struct.INSTANCE), List.of(key, value));
  }

  private List<Field> members() {
    List<Field> members = new ArrayList<>();
    expect('<');
    do {
      members.add(named());
    } while (accept(','));
    expect('>');
    return members;
  }

  private void enumName() {
    expect('<');
    String name = word();
    if (!enums.contains(name)) {
      throw malformed("unknown enum '" + name + "'");
    }
    expect('>');
  }

  private DictionaryEncoding encoding(ArrowType.Int index) {
    return new DictionaryEncoding(nextDictionary++, false, index);
  }

  private String word() {
    skipSpaces();
    int from = at;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw malformed(
          at < text.length() ? "unexpected '" + text.charAt(at) + "'" : "something is missing");
    }
    return text.substring(from, at);
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  private void expect(char c) {
    if (!accept(c)) {
      throw malformed("expected '" + c + "' at column " + (at + 1));
    }
  }

  private boolean accept(char c) {
    skipSpaces();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void skipSpaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private IllegalArgumentException malformed(String what) {
    return new IllegalArgumentException(what + " in '" + text + "'");
  }
}
