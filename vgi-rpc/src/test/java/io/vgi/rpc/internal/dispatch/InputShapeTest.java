package io.vgi.rpc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InputShapeTest {
  private static final ArrowType INT8 = new ArrowType.Int(8, true);
  private static final ArrowType INT32 = new ArrowType.Int(32, true);
  private static final ArrowType INT64 = new ArrowType.Int(64, true);
  private static final ArrowType UINT8 = new ArrowType.Int(8, false);
  private static final ArrowType UINT64 = new ArrowType.Int(64, false);
  private static final ArrowType FLOAT = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
  private static final ArrowType DOUBLE =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
  private static final ArrowType TEXT = ArrowType.Utf8.INSTANCE;

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  static Stream<Arguments> fitting() {
    return Stream.of(
        Arguments.of(INT32, DOUBLE, 3L, 3.0),
        Arguments.of(INT64, DOUBLE, 1L << 53, 0x1p53),
        Arguments.of(INT64, DOUBLE, Long.MIN_VALUE, -0x1p63),
        Arguments.of(FLOAT, DOUBLE, 1.5, 1.5),
        Arguments.of(DOUBLE, FLOAT, 0.1, (double) 0.1f),
        Arguments.of(INT32, FLOAT, 1L << 24, 0x1p24),
        Arguments.of(DOUBLE, INT32, -7.0, -7L),
        Arguments.of(DOUBLE, UINT8, 255.0, 255L),
        Arguments.of(INT64, INT8, -128L, -128L),
        Arguments.of(UINT8, INT64, 255L, 255L),
        Arguments.of(INT8, UINT64, 127L, 127L),
        Arguments.of(UINT64, INT64, Long.MAX_VALUE, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @MethodSource("fitting")
  void convertsNumbersThatFit(ArrowType from, ArrowType to, Object given, Object expected) {
    try (WireBatch batch = batch(from, null, given);
        InputShape shape = InputShape.of(batch, column(to))) {
      assertThat(shape.batch().schema()).isEqualTo(column(to));
      assertThat(shape.batch().column(0).isNull(0)).isTrue();
      assertThat(value(shape.batch(), 1)).isEqualTo(expected);
    }
  }

  static Stream<Arguments> unfitting() {
    return Stream.of(
        Arguments.of(INT64, DOUBLE, (1L << 53) + 1, "9007199254740993"),
        Arguments.of(INT64, DOUBLE, Long.MAX_VALUE, "9223372036854775807"),
        Arguments.of(INT32, FLOAT, (1L << 24) + 1, "16777217"),
        Arguments.of(UINT64, DOUBLE, -1L, "18446744073709551615"),
        Arguments.of(UINT64, INT64, -1L, "18446744073709551615"),
        Arguments.of(INT64, UINT64, -1L, "-1"),
        Arguments.of(INT64, INT8, 128L, "128"),
        Arguments.of(INT64, UINT8, 256L, "256"),
        Arguments.of(DOUBLE, INT64, 0.5, "0.5"),
        Arguments.of(DOUBLE, INT64, 0x1p63, "9.223372036854776E18"),
        Arguments.of(DOUBLE, INT64, Double.NaN, "NaN"));
  }

  @ParameterizedTest
  @MethodSource("unfitting")
  void refusesNumbersThatDoNot(ArrowType from, ArrowType to, Object given, String shown) {
    try (WireBatch batch = batch(from, given)) {
      assertThatThrownBy(() -> InputShape.of(batch, column(to)).close())
          .hasMessageStartingWith("Input schema mismatch: ")
          .hasMessageContaining(shown + " in column 'n'");
    }
  }

  static Stream<Arguments> different() {
    return Stream.of(
        Arguments.of(TEXT, INT32, "1"),
        Arguments.of(INT32, TEXT, 1L),
        Arguments.of(ArrowType.Bool.INSTANCE, INT32, true));
  }

  @ParameterizedTest
  @MethodSource("different")
  void refusesOtherTypes(ArrowType from, ArrowType to, Object given) {
    try (WireBatch batch = batch(from, given)) {
      assertThatThrownBy(() -> InputShape.of(batch, column(to)).close())
          .hasMessageStartingWith("Input schema mismatch: expected ");
    }
  }

  @Test
  void releasesWhatWasConvertedBeforeAColumnIsRefused() {
    WireSchema given = WireSchema.of(Field.nullable("a", INT32), Field.nullable("b", TEXT));
    WireSchema declared = WireSchema.of(Field.nullable("a", DOUBLE), Field.nullable("b", INT32));
    WireRecord row = WireRecord.named("row").set("a", 1).set("b", "x");
    try (WireBatch batch = row.toBatch(given, allocator)) {
      assertThatThrownBy(() -> InputShape.of(batch, declared).close())
          .hasMessageStartingWith("Input schema mismatch: expected ");
    }
  }

  @Test
  void refusesColumnsWhereNoneIsDeclared() {
    try (WireBatch batch = batch(INT32, 1L)) {
      assertThatThrownBy(() -> InputShape.of(batch, WireSchema.EMPTY).close())
          .hasMessageStartingWith("Input schema mismatch: expected [], got [n");
      assertThatThrownBy(
              () -> InputShape.of(WireBatch.ofRows(1, Metadata.EMPTY), batch.schema()).close())
          .hasMessageStartingWith("Input schema mismatch: expected [n");
    }
    try (InputShape rows = InputShape.of(WireBatch.ofRows(3, Metadata.EMPTY), WireSchema.EMPTY)) {
      assertThat(rows.batch().rows()).isEqualTo(3);
    }
  }

  private static WireSchema column(ArrowType type) {
    return WireSchema.of(Field.nullable("n", type));
  }

  private WireBatch batch(ArrowType type, Object... values) {
    List<WireRecord> rows = new ArrayList<>();
    Arrays.stream(values).forEach(value -> rows.add(WireRecord.named("row").set("n", value)));
    return WireRecord.toBatch(rows, column(type), allocator);
  }

  private static Object value(WireBatch batch, int row) {
    return batch.column(0) instanceof BaseIntVector whole
        ? (Object) whole.getValueAsLong(row)
        : (Object) ((Number) batch.column(0).getObject(row)).doubleValue();
  }
}
