package io.vgi.rpc.conformance;

import io.vgi.rpc.WireSchema;
import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Short names for fields; none is nullable unless {@link #optional} or an element of a list. */
final class Fields {
  static final ArrowType UTF8 = ArrowType.Utf8.INSTANCE;
  static final ArrowType LARGE_UTF8 = ArrowType.LargeUtf8.INSTANCE;
  static final ArrowType BINARY = ArrowType.Binary.INSTANCE;
  static final ArrowType LARGE_BINARY = ArrowType.LargeBinary.INSTANCE;
  static final ArrowType BYTES_8 = new ArrowType.FixedSizeBinary(8);
  static final ArrowType BOOL = ArrowType.Bool.INSTANCE;
  static final ArrowType INT8 = new ArrowType.Int(8, true);
  static final ArrowType INT16 = new ArrowType.Int(16, true);
  static final ArrowType INT32 = new ArrowType.Int(32, true);
  static final ArrowType INT64 = new ArrowType.Int(64, true);
  static final ArrowType UINT8 = new ArrowType.Int(8, false);
  static final ArrowType UINT16 = new ArrowType.Int(16, false);
  static final ArrowType UINT32 = new ArrowType.Int(32, false);
  static final ArrowType UINT64 = new ArrowType.Int(64, false);
  static final ArrowType FLOAT32 = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
  static final ArrowType FLOAT64 = new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
  static final ArrowType DATE = new ArrowType.Date(DateUnit.DAY);
  static final ArrowType TIME = new ArrowType.Time(TimeUnit.MICROSECOND, 64);
  static final ArrowType TIMESTAMP = new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
  static final ArrowType TIMESTAMP_UTC = new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
  static final ArrowType DURATION = new ArrowType.Duration(TimeUnit.MICROSECOND);
  static final ArrowType DECIMAL = new ArrowType.Decimal(20, 4, 128);

  private Fields() {}

  static WireSchema schema(Field... fields) {
    return WireSchema.of(fields);
  }

  static Field typed(String name, ArrowType type) {
    return Field.notNullable(name, type);
  }

  static Field text(String name) {
    return typed(name, UTF8);
  }

  static Field number(String name) {
    return typed(name, INT64);
  }

  static Field real(String name) {
    return typed(name, FLOAT64);
  }

  static Field flag(String name) {
    return typed(name, BOOL);
  }

  static Field bytes(String name) {
    return typed(name, BINARY);
  }

  /** Text that travels as indices into a dictionary; {@code id} is unique within a schema. */
  static Field coded(String name, long id) {
    DictionaryEncoding encoding = new DictionaryEncoding(id, false, new ArrowType.Int(16, true));
    return new Field(name, new FieldType(false, UTF8, encoding), null);
  }

  static Field list(String name, ArrowType item) {
    return list(name, typed("item", item));
  }

  static Field list(String name, Field item) {
    Field element = named("item", optional(item));
    return new Field(name, FieldType.notNullable(ArrowType.List.INSTANCE), List.of(element));
  }

  static Field map(String name, ArrowType value) {
    return map(name, typed("value", value));
  }

  /** A map whose keys are text. */
  static Field map(String name, Field value) {
    Field entry =
        new Field(
            "entries",
            FieldType.notNullable(ArrowType.Struct.INSTANCE),
            List.of(text("key"), named("value", optional(value))));
    return new Field(name, FieldType.notNullable(new ArrowType.Map(false)), List.of(entry));
  }

  static Field struct(String name, WireSchema members) {
    return new Field(name, FieldType.notNullable(ArrowType.Struct.INSTANCE), members.fields());
  }

  static Field optional(Field field) {
    FieldType type = field.getFieldType();
    return new Field(
        field.getName(),
        new FieldType(true, type.getType(), type.getDictionary()),
        field.getChildren());
  }

  private static Field named(String name, Field field) {
    return new Field(name, field.getFieldType(), field.getChildren());
  }
}
