package io.vgi.rpc.internal.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireSchema;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A column is refused when its bytes would be taken for something else. */
class ColumnTypesTest {
  private static final ArrowType LONG = new ArrowType.Int(64, true);
  private static final ArrowType DOUBLE =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
  private static final ArrowType MICROS = new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  private static Field of(ArrowType type, Field... children) {
    return new Field("c", FieldType.nullable(type), List.of(children));
  }

  private static Field list(ArrowType of) {
    return of(new ArrowType.List(), of(of));
  }

  private static Field array(int size) {
    return of(new ArrowType.FixedSizeList(size), of(LONG));
  }

  private static Field decimal(int precision, int scale) {
    return of(new ArrowType.Decimal(precision, scale, 128));
  }

  static Stream<List<Field>> others() {
    return Stream.of(
        List.of(decimal(18, 2), decimal(18, 3)),
        List.of(of(new ArrowType.FixedSizeBinary(4)), of(new ArrowType.FixedSizeBinary(8))),
        List.of(array(2), array(3)),
        List.of(list(LONG), list(DOUBLE)),
        List.of(list(LONG), list(new ArrowType.Int(32, true))),
        List.of(of(new ArrowType.Struct(), list(LONG)), of(new ArrowType.Struct(), list(DOUBLE))),
        List.of(of(new ArrowType.Struct(), of(LONG)), of(new ArrowType.Struct())),
        List.of(of(LONG), of(DOUBLE)),
        List.of(of(LONG), of(MICROS)),
        List.of(of(MICROS), of(new ArrowType.Timestamp(TimeUnit.SECOND, null))),
        List.of(of(new ArrowType.Date(DateUnit.DAY)), of(new ArrowType.Int(32, true))));
  }

  static Stream<List<Field>> same() {
    return Stream.of(
        List.of(of(LONG), of(new ArrowType.Int(64, false))),
        List.of(of(MICROS), of(new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"))),
        List.of(decimal(18, 2), decimal(38, 2)),
        List.of(list(LONG), list(new ArrowType.Int(64, false))));
  }

  private void write(Field declared, Field given) throws IOException {
    ByteSink.Counter sink = ByteSink.counting();
    WireSchema schema = WireSchema.of(declared);
    try (FieldVector column = Vectors.create(given, allocator);
        StreamWriter out = new StreamWriter(sink, schema, allocator)) {
      column.allocateNew();
      column.setValueCount(0);
      for (int i = 0; i < 2; i++) { // what was found right is remembered
        out.write(List.of(column), 0, Metadata.EMPTY);
      }
    }
    assertThat(sink.size()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherBytesAreRefused(List<Field> pair) {
    for (int i = 0; i < 2; i++) {
      Field declared = pair.get(i);
      Field given = pair.get(1 - i);
      assertThatThrownBy(() -> write(declared, given))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Column 'c' is made as");
    }
  }

  @ParameterizedTest
  @MethodSource("same")
  void theSameBytesAreNot(List<Field> pair) throws IOException {
    write(pair.get(0), pair.get(1));
    write(pair.get(1), pair.get(0));
  }
}
