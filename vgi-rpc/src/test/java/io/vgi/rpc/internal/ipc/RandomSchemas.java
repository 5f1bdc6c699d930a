package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.WireSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Schemas over every type that DuckDB sends, nested to a depth of four. */
final class RandomSchemas {
  private static final int MAX_DEPTH = 4;
  private static final int NESTED_KINDS = 6;

  private static final ArrowType[] FLAT = {
    new ArrowType.Bool(),
    new ArrowType.Int(8, true),
    new ArrowType.Int(16, true),
    new ArrowType.Int(32, true),
    new ArrowType.Int(64, true),
    new ArrowType.Int(8, false),
    new ArrowType.Int(16, false),
    new ArrowType.Int(32, false),
    new ArrowType.Int(64, false),
    new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE),
    new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
    new ArrowType.Decimal(4, 1, 128),
    new ArrowType.Decimal(18, 6, 128),
    new ArrowType.Decimal(38, 0, 128),
    new ArrowType.Decimal(38, 10, 128),
    new ArrowType.Utf8(),
    new ArrowType.Binary(),
    new ArrowType.LargeUtf8(),
    new ArrowType.LargeBinary(),
    new ArrowType.FixedSizeBinary(8),
    new ArrowType.FixedSizeBinary(16),
    new ArrowType.Date(DateUnit.DAY),
    new ArrowType.Time(TimeUnit.MICROSECOND, 64),
    new ArrowType.Time(TimeUnit.NANOSECOND, 64),
    new ArrowType.Timestamp(TimeUnit.SECOND, null),
    new ArrowType.Timestamp(TimeUnit.MILLISECOND, null),
    new ArrowType.Timestamp(TimeUnit.MICROSECOND, null),
    new ArrowType.Timestamp(TimeUnit.NANOSECOND, null),
    new ArrowType.Timestamp(TimeUnit.MICROSECOND, "Etc/UTC"),
    new ArrowType.Timestamp(TimeUnit.NANOSECOND, "UTC"),
    new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO),
    new ArrowType.Null(),
  };

  private static final ArrowType.Int[] INDEXES = {
    new ArrowType.Int(8, false),
    new ArrowType.Int(16, false),
    new ArrowType.Int(32, false),
    new ArrowType.Int(8, true),
    new ArrowType.Int(16, true),
    new ArrowType.Int(32, true),
    new ArrowType.Int(64, true),
  };

  private final Random random;
  private long dictionaries;

  RandomSchemas(Random random) {
    this.random = random;
  }

  WireSchema next() {
    int size = random.nextInt(8);
    List<Field> fields = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      fields.add(field("c" + i, 1, random.nextInt(4) > 0));
    }
    return WireSchema.of(fields, random.nextInt(3) == 0 ? Map.of("origin", "test é") : Map.of());
  }

  /** One field of every type, and one level of nesting over each. */
  static WireSchema everyType() {
    List<Field> fields = new ArrayList<>();
    for (ArrowType type : FLAT) {
      fields.add(field(type, "f" + fields.size(), true, null, List.of()));
    }
    for (int i = 0; i < FLAT.length; i++) {
      Field item = field(FLAT[i], "l", true, null, List.of());
      fields.add(field(new ArrowType.List(), "n" + i, true, null, List.of(item)));
    }
    for (ArrowType.Int index : INDEXES) {
      DictionaryEncoding encoding = new DictionaryEncoding(fields.size(), false, index);
      fields.add(field(new ArrowType.Utf8(), "d" + fields.size(), true, encoding, List.of()));
    }
    return WireSchema.of(fields);
  }

  private Field field(String name, int depth, boolean nullable) {
    int kind = depth == MAX_DEPTH ? NESTED_KINDS + 1 : random.nextInt(NESTED_KINDS + 12);
    return switch (kind) {
      case 0 -> list(new ArrowType.List(), name, nullable, field("l", depth + 1, any()));
      case 1 -> list(new ArrowType.LargeList(), name, nullable, field("item", depth + 1, any()));
      case 2 -> {
        ArrowType fixed = new ArrowType.FixedSizeList(random.nextInt(4));
        yield list(fixed, name, nullable, field("", depth + 1, any()));
      }
      case 3 -> field(new ArrowType.Struct(), name, nullable, null, members(depth));
      case 4 -> map(name, nullable, depth);
      case 5 -> union(name, depth);
      case 6 -> {
        ArrowType.Int index = INDEXES[random.nextInt(INDEXES.length)];
        DictionaryEncoding encoding = new DictionaryEncoding(dictionaries++, any(), index);
        yield field(new ArrowType.Utf8(), name, nullable, encoding, List.of());
      }
      default -> {
        ArrowType type = FLAT[random.nextInt(FLAT.length)];
        boolean mayBeNull = nullable || type instanceof ArrowType.Null;
        yield new Field(name, new FieldType(mayBeNull, type, null, extension()), List.of());
      }
    };
  }

  private Map<String, String> extension() {
    return random.nextInt(4) > 0
        ? Map.of()
        : Map.of(
            "ARROW:extension:name",
            "arrow.opaque",
            "ARROW:extension:metadata",
            "{\"type_name\":\"hugeint\",\"vendor_name\":\"DuckDB\"}");
  }

  private List<Field> members(int depth) {
    List<Field> members = new ArrayList<>();
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      members.add(field("m" + i, depth + 1, any()));
    }
    return members;
  }

  private Field union(String name, int depth) {
    int size = 1 + random.nextInt(3);
    List<Field> members = new ArrayList<>();
    int[] ids = new int[size];
    for (int i = 0; i < size; i++) {
      members.add(field("u" + i, depth + 1, true));
      ids[i] = i;
    }
    return field(new ArrowType.Union(UnionMode.Sparse, ids), name, true, null, members);
  }

  private Field map(String name, boolean nullable, int depth) {
    Field key = field(new ArrowType.Utf8(), "key", false, null, List.of());
    Field value = field("value", depth + 1, true);
    Field entries = field(new ArrowType.Struct(), "entries", false, null, List.of(key, value));
    return field(new ArrowType.Map(false), name, nullable, null, List.of(entries));
  }

  private static Field list(ArrowType type, String name, boolean nullable, Field item) {
    return field(type, name, nullable, null, List.of(item));
  }

  private static Field field(
      ArrowType type,
      String name,
      boolean nullable,
      DictionaryEncoding encoding,
      List<Field> children) {
    return new Field(name, new FieldType(nullable, type, encoding), children);
  }

  private boolean any() {
    return random.nextBoolean();
  }
}
