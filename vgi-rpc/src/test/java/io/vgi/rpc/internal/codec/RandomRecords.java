package io.vgi.rpc.internal.codec;

import io.vgi.rpc.WireSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Schemas of all the types that records carry, and values for them. */
final class RandomRecords {
  private static final List<ArrowType> PLAIN =
      List.of(
          ArrowType.Utf8.INSTANCE,
          ArrowType.Binary.INSTANCE,
          ArrowType.Bool.INSTANCE,
          new ArrowType.Int(8, true),
          new ArrowType.Int(16, false),
          new ArrowType.Int(32, true),
          new ArrowType.Int(32, false),
          new ArrowType.Int(64, true),
          new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE),
          new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
          new ArrowType.Decimal(20, 4, 128),
          new ArrowType.FixedSizeBinary(3),
          ArrowType.LargeUtf8.INSTANCE,
          ArrowType.LargeBinary.INSTANCE,
          new ArrowType.Date(DateUnit.DAY),
          new ArrowType.Time(TimeUnit.MICROSECOND, 64),
          new ArrowType.Time(TimeUnit.SECOND, 32),
          new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"),
          new ArrowType.Duration(TimeUnit.NANOSECOND),
          ArrowType.Null.INSTANCE);
  private static final List<String> TEXTS =
      List.of("", "x", "häß", "日本語", "\uD83E\uDD86 duck", "a\u0000b", "enum");

  private static final int DEPTH = 3;

  private final Random random;
  private final Map<Long, List<Object>> enums = new HashMap<>();
  private long dictionaries;

  RandomRecords(long seed) {
    this.random = new Random(seed);
  }

  WireSchema schema() {
    enums.clear();
    dictionaries = 0;
    List<Field> fields = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      fields.add(field("f" + i, DEPTH));
    }
    return WireSchema.of(fields);
  }

  private Field field(String name, int depth) {
    boolean nullable = random.nextInt(3) > 0;
    int kind = random.nextInt(depth > 0 ? 12 : 7);
    if (kind < 5) {
      // vectors of structs never end to grow with a member that is always NULL, or without any
      ArrowType type = PLAIN.get(random.nextInt(PLAIN.size() - (depth == DEPTH ? 0 : 1)));
      return new Field(name, new FieldType(nullable || isNull(type), type, null), List.of());
    } else if (kind < 7) {
      boolean text = random.nextBoolean();
      DictionaryEncoding encoding =
          new DictionaryEncoding(
              dictionaries++, false, new ArrowType.Int(random.nextBoolean() ? 16 : 32, true));
      ArrowType type = text ? ArrowType.Utf8.INSTANCE : ArrowType.Binary.INSTANCE;
      return new Field(name, new FieldType(nullable, type, encoding), List.of());
    } else if (kind < 9) {
      return new Field(
          name,
          new FieldType(nullable, ArrowType.List.INSTANCE, null),
          List.of(field("item", depth - 1)));
    } else if (kind < 10) {
      Field key = new Field("key", FieldType.notNullable(ArrowType.Utf8.INSTANCE), List.of());
      Field entries =
          new Field(
              "entries",
              FieldType.notNullable(ArrowType.Struct.INSTANCE),
              List.of(key, field("value", depth - 1)));
      return new Field(
          name, new FieldType(nullable, new ArrowType.Map(false), null), List.of(entries));
    }
    List<Field> members = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      members.add(field("m" + i, depth - 1));
    }
    return new Field(name, new FieldType(nullable, ArrowType.Struct.INSTANCE, null), members);
  }

  private static boolean isNull(ArrowType type) {
    return type instanceof ArrowType.Null;
  }

  WireRecord record(WireSchema schema) {
    WireRecord record = WireRecord.named("r");
    for (Field field : schema.fields()) {
      record.set(field.getName(), value(field));
    }
    return record;
  }

  private Object value(Field field) {
    ArrowType type = field.getType();
    if (isNull(type) || (field.isNullable() && random.nextInt(3) == 0)) {
      return null;
    } else if (field.getDictionary() != null && random.nextBoolean()) {
      List<Object> known =
          enums.computeIfAbsent(field.getDictionary().getId(), id -> new ArrayList<>());
      if (known.isEmpty()) {
        known.add(plain(field));
      }
      return known.get(0);
    }
    return plain(field);
  }

  private Object plain(Field field) {
    ArrowType type = field.getType();
    return switch (type.getTypeID()) {
      case Utf8, LargeUtf8 ->
          random.nextInt(20) == 0
              ? "long ".repeat(random.nextInt(2_000))
              : TEXTS.get(random.nextInt(TEXTS.size()));
      case Binary, LargeBinary -> bytes(random.nextInt(20) == 0 ? 5_000 : random.nextInt(20));
      case FixedSizeBinary -> bytes(3);
      case Bool -> random.nextBoolean();
      case FloatingPoint -> (double) random.nextFloat();
      case Decimal -> new BigDecimal(new BigInteger(60, random).negate(), 4);
      case Int -> integer((ArrowType.Int) type);
      case Date -> (long) random.nextInt();
      case Time -> (long) random.nextInt(86_400);
      case Timestamp, Duration -> random.nextLong();
      case List -> {
        List<Object> items = new ArrayList<>();
        int count = random.nextInt(20) == 0 ? 40 : random.nextInt(4);
        for (int i = 0; i < count; i++) {
          items.add(value(field.getChildren().get(0)));
        }
        yield items;
      }
      case Map -> {
        Map<Object, Object> entries = new LinkedHashMap<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
          entries.put("key " + i, value(field.getChildren().get(0).getChildren().get(1)));
        }
        yield entries;
      }
      case Struct -> {
        Map<Object, Object> members = new LinkedHashMap<>();
        for (Field member : field.getChildren()) {
          members.put(member.getName(), value(member));
        }
        yield members;
      }
      default -> throw new IllegalStateException("No values of " + type);
    };
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private long integer(ArrowType.Int type) {
    int bits = type.getBitWidth();
    long number = random.nextLong();
    return bits == 64
        ? number
        : type.getIsSigned() ? (number << (64 - bits)) >> (64 - bits) : number & ((1L << bits) - 1);
  }
}
