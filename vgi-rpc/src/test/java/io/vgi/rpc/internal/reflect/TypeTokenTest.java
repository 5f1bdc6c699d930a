package io.vgi.rpc.internal.reflect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TypeTokenTest {
  private static final ArrowType.Int INT32 = new ArrowType.Int(32, true);
  private static final Field ELEMENT = Field.nullable("element", INT32);
  private static final Field A = Field.notNullable("a", INT32);
  private static final Field B = Field.nullable("b", ArrowType.Utf8.INSTANCE);
  private static final Field ENTRIES =
      new Field("e", FieldType.notNullable(ArrowType.Struct.INSTANCE), List.of(A, B));

  static Stream<Arguments> plainTypes() {
    return Stream.of(
        Arguments.of("null", ArrowType.Null.INSTANCE),
        Arguments.of("bool", ArrowType.Bool.INSTANCE),
        Arguments.of("int8", new ArrowType.Int(8, true)),
        Arguments.of("uint64", new ArrowType.Int(64, false)),
        Arguments.of("float16", new ArrowType.FloatingPoint(FloatingPointPrecision.HALF)),
        Arguments.of("float32", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
        Arguments.of("float64", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
        Arguments.of("utf8", ArrowType.Utf8.INSTANCE),
        Arguments.of("large_utf8", ArrowType.LargeUtf8.INSTANCE),
        Arguments.of("utf8_view", ArrowType.Utf8View.INSTANCE),
        Arguments.of("binary", ArrowType.Binary.INSTANCE),
        Arguments.of("large_binary", ArrowType.LargeBinary.INSTANCE),
        Arguments.of("binary_view", ArrowType.BinaryView.INSTANCE),
        Arguments.of("date32", new ArrowType.Date(DateUnit.DAY)),
        Arguments.of("date64", new ArrowType.Date(DateUnit.MILLISECOND)),
        Arguments.of("interval_months", new ArrowType.Interval(IntervalUnit.YEAR_MONTH)),
        Arguments.of("interval_day_time", new ArrowType.Interval(IntervalUnit.DAY_TIME)),
        Arguments.of(
            "interval_month_day_nano", new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO)),
        Arguments.of("fixed_size_binary(16)", new ArrowType.FixedSizeBinary(16)),
        Arguments.of("decimal128(38,9)", new ArrowType.Decimal(38, 9, 128)),
        Arguments.of("decimal256(76,-2)", new ArrowType.Decimal(76, -2, 256)),
        Arguments.of("time32(s)", new ArrowType.Time(TimeUnit.SECOND, 32)),
        Arguments.of("time64(ns)", new ArrowType.Time(TimeUnit.NANOSECOND, 64)),
        Arguments.of("timestamp(ms)", new ArrowType.Timestamp(TimeUnit.MILLISECOND, null)),
        Arguments.of("timestamp(us,tz=UTC)", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")),
        Arguments.of("duration(us)", new ArrowType.Duration(TimeUnit.MICROSECOND)));
  }

  static Stream<Arguments> nestedTypes() {
    return Stream.of(
        Arguments.of("list<item?:int32>", ArrowType.List.INSTANCE, List.of(ELEMENT)),
        Arguments.of("list<item:int32>", ArrowType.List.INSTANCE, List.of(A)),
        Arguments.of("large_list<item?:int32>", ArrowType.LargeList.INSTANCE, List.of(ELEMENT)),
        Arguments.of("list_view<item?:int32>", ArrowType.ListView.INSTANCE, List.of(ELEMENT)),
        Arguments.of(
            "large_list_view<item?:int32>", ArrowType.LargeListView.INSTANCE, List.of(ELEMENT)),
        Arguments.of(
            "fixed_size_list(3)<item?:int32>", new ArrowType.FixedSizeList(3), List.of(ELEMENT)),
        Arguments.of("struct<>", ArrowType.Struct.INSTANCE, List.of()),
        Arguments.of("struct<a:int32,b?:utf8>", ArrowType.Struct.INSTANCE, List.of(A, B)),
        Arguments.of("map<key:int32,value?:utf8>", new ArrowType.Map(false), List.of(ENTRIES)),
        Arguments.of(
            "map<key:int32,value?:utf8>,keys_sorted", new ArrowType.Map(true), List.of(ENTRIES)),
        Arguments.of(
            "sparse_union<5=a:int32,7=b?:utf8>",
            new ArrowType.Union(UnionMode.Sparse, new int[] {5, 7}),
            List.of(A, B)),
        Arguments.of(
            "dense_union<0=a:int32,1=b?:utf8>",
            new ArrowType.Union(UnionMode.Dense, null),
            List.of(A, B)),
        Arguments.of(
            "run_end_encoded<run_ends:int32,values:utf8>",
            ArrowType.RunEndEncoded.INSTANCE,
            List.of(A, B)),
        Arguments.of("extension(test.text)<utf8>", new TextExtension(), List.of()));
  }

  @ParameterizedTest
  @MethodSource("plainTypes")
  void spellsPlainTypes(String token, ArrowType type) {
    assertThat(TypeToken.of(Field.nullable("f", type))).isEqualTo(token);
  }

  @ParameterizedTest
  @MethodSource("nestedTypes")
  void spellsNestedTypes(String token, ArrowType type, List<Field> children) {
    assertThat(TypeToken.of(new Field("f", FieldType.nullable(type), children))).isEqualTo(token);
  }

  @Test
  void spellsDictionariesAtAnyDepth() {
    Field plain = dictionary("d", false);
    Field ordered = dictionary("o", true);
    Field struct =
        new Field("s", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(plain, ordered));

    assertThat(TypeToken.of(struct))
        .isEqualTo(
            "struct<d:dictionary<index:int16,value:utf8>,"
                + "o:dictionary<index:int16,value:utf8>,ordered>");
  }

  @Test
  void refusesATypeWithoutToken() {
    Field narrow = Field.nullable("f", new ArrowType.Decimal(9, 2, 32));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TypeToken.of(narrow))
        .withMessage("The type Decimal(9, 2, 32) has no token");
  }

  private static Field dictionary(String name, boolean ordered) {
    DictionaryEncoding encoding = new DictionaryEncoding(1, ordered, new ArrowType.Int(16, true));
    return new Field(name, new FieldType(false, ArrowType.Utf8.INSTANCE, encoding), null);
  }

  private static final class TextExtension extends ArrowType.ExtensionType {
    @Override
    public ArrowType storageType() {
      return ArrowType.Utf8.INSTANCE;
    }

    @Override
    public String extensionName() {
      return "test.text";
    }

    @Override
    public boolean extensionEquals(ExtensionType other) {
      return other instanceof TextExtension;
    }

    @Override
    public String serialize() {
      return "";
    }

    @Override
    public ArrowType deserialize(ArrowType storageType, String serializedData) {
      return this;
    }

    @Override
    public FieldVector getNewVector(String name, FieldType type, BufferAllocator allocator) {
      throw new UnsupportedOperationException("only the type is of interest");
    }
  }
}
