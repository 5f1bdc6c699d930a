package io.vgi.rpc.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.WireSchema;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WireRecordTest {
  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(ArrowType.Utf8.INSTANCE, "häß"),
        Arguments.of(ArrowType.LargeUtf8.INSTANCE, "häß"),
        Arguments.of(ArrowType.Binary.INSTANCE, new byte[] {0, -1}),
        Arguments.of(ArrowType.LargeBinary.INSTANCE, new byte[] {0, -1}),
        Arguments.of(new ArrowType.FixedSizeBinary(2), new byte[] {0, -1}),
        Arguments.of(ArrowType.Bool.INSTANCE, true),
        Arguments.of(new ArrowType.Int(8, true), -128L),
        Arguments.of(new ArrowType.Int(16, false), 65_535L),
        Arguments.of(new ArrowType.Int(64, false), -1L),
        Arguments.of(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE), 0.5),
        Arguments.of(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE), 0.1),
        Arguments.of(new ArrowType.Decimal(20, 4, 128), new BigDecimal("-12345678901.2345")),
        Arguments.of(new ArrowType.Date(DateUnit.DAY), -1L),
        Arguments.of(new ArrowType.Date(DateUnit.MILLISECOND), -86_400_000L),
        Arguments.of(new ArrowType.Time(TimeUnit.SECOND, 32), 86_399L),
        Arguments.of(new ArrowType.Time(TimeUnit.MICROSECOND, 64), 86_399_999_999L),
        Arguments.of(new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"), -1L),
        Arguments.of(new ArrowType.Duration(TimeUnit.MICROSECOND), -5L));
  }

  @ParameterizedTest
  @MethodSource("values")
  void carriesValuesAndNulls(ArrowType type, Object value) {
    Field item = Field.nullable("item", type);
    WireSchema schema =
        WireSchema.of(
            Field.notNullable("value", type),
            Field.nullable("nothing", type),
            new Field("list", FieldType.notNullable(ArrowType.List.INSTANCE), List.of(item)));
    WireRecord written =
        WireRecord.named("r").set("value", value).set("list", List.of(value, value));

    WireRecord read = WireRecord.read("r", written.toBytes(schema, allocator), allocator);

    assertThat(read.values().get("value")).isEqualTo(value);
    assertThat(read.values().get("nothing")).isNull();
    assertThat(read.<Object>list("list")).hasSize(2);
    assertThat(read.<Object>list("list").get(1)).isEqualTo(value);
  }

  @Test
  void namesTheFieldThatHasATypeRecordsDoNotCarry() {
    WireSchema schema =
        WireSchema.of(Field.nullable("span", new ArrowType.Interval(IntervalUnit.DAY_TIME)));

    assertThatThrownBy(
            () -> WireRecord.named("r").set("span", 1L).toBatch(schema, allocator).close())
        .hasMessageContaining("'span'");
  }
}
