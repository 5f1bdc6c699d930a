package io.vgi.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.internal.ipc.Vectors;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;

/** BOOLEAN of a byte each, as the engine's lossless conversion has it. */
class BoolByteTest {
  private static final Field FIELD =
      new Field(
          "flag",
          new FieldType(
              true,
              new ArrowType.Int(8, true),
              null,
              Map.of("ARROW:extension:name", "arrow.bool8")),
          null);

  @Test
  void itIsWrittenAndRead() {
    try (RootAllocator allocator = new RootAllocator();
        FieldVector vector = Vectors.create(FIELD, allocator)) {
      ValueCodec<Object> codec = ValueCodec.natural(SqlType.of(FIELD));
      codec.set(vector, 0, true);
      codec.set(vector, 1, false);
      codec.set(vector, 2, null);
      vector.setValueCount(3);
      assertThat(((TinyIntVector) vector).get(0)).isEqualTo((byte) 1);
      assertThat(codec.get(vector, 0)).isEqualTo(true);
      assertThat(codec.get(vector, 1)).isEqualTo(false);
      assertThat(codec.get(vector, 2)).isNull();
      assertThatThrownBy(() -> codec.set(vector, 0, 1L)).hasMessageContaining("BOOLEAN");
    }
  }
}
