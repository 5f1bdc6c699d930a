package io.vgi.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.Vectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContinuedOutputTest {
  private static final String STATUS = "vgi.status";
  private static final WireSchema SCHEMA =
      WireSchema.of(
          Field.nullable("n", new ArrowType.Int(64, true)),
          Field.nullable("s", ArrowType.Utf8.INSTANCE));

  private final Random random = new Random(15);

  @Test
  void rowsAndOriginsAreTheSameInPartsOfAnySize() {
    try (BufferAllocator allocator = new RootAllocator()) {
      for (int rows : new int[] {1, 2, 7, 8, 9, 64, 65, 300}) {
        for (int each : new int[] {1, 2, 7, 8, 63, 64, rows}) {
          if (each <= rows) {
            check(allocator, rows, each);
          }
        }
      }
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  private void check(BufferAllocator allocator, int rows, int each) {
    List<@Nullable String> wanted = new ArrayList<>();
    ByteBuffer origins = ByteBuffer.allocate(rows * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (WireBatch whole = batch(allocator, rows, wanted, origins);
        ContinuedOutput output = new ContinuedOutput(whole, each, allocator)) {
      List<@Nullable String> given = new ArrayList<>();
      ByteBuffer parents = ByteBuffer.allocate(origins.capacity()).order(ByteOrder.LITTLE_ENDIAN);
      boolean first = true;
      while (!output.isAtEnd()) {
        WireBatch part = output.next();
        assertThat(part.rows()).isBetween(1, each);
        for (int row = 0; row < part.rows(); row++) {
          given.add(text(part, row));
        }
        Metadata metadata = part.metadata();
        parents.put(Base64.getDecoder().decode(metadata.text(BatchMetadata.PARENTS)));
        assertThat(metadata.text(STATUS)).isEqualTo(output.isAtEnd() ? null : "HAVE_MORE_OUTPUT");
        assertThat(metadata.text("vgi.cache.ttl")).isEqualTo(first ? "60" : null);
        assertThat(metadata.text("mine")).isEqualTo("kept");
        first = false;
      }
      assertThat(given).isEqualTo(wanted);
      assertThat(parents.array()).isEqualTo(origins.array());
    }
  }

  private WireBatch batch(
      BufferAllocator allocator, int rows, List<@Nullable String> wanted, ByteBuffer origins) {
    BigIntVector numbers = (BigIntVector) Vectors.create(SCHEMA.field(0), allocator);
    VarCharVector texts = (VarCharVector) Vectors.create(SCHEMA.field(1), allocator);
    numbers.allocateNew(rows);
    texts.allocateNew();
    for (int row = 0; row < rows; row++) {
      origins.putInt(random.nextInt(50));
      if (random.nextInt(4) > 0) {
        numbers.setSafe(row, row);
      }
      if (random.nextInt(4) > 0) {
        texts.setSafe(row, "é".repeat(random.nextInt(20)).getBytes(StandardCharsets.UTF_8));
      }
    }
    numbers.setValueCount(rows);
    texts.setValueCount(rows);
    byte[] parents = new byte[origins.capacity()];
    origins.get(0, parents);
    Metadata metadata =
        Metadata.builder()
            .put("vgi.cache.ttl", "60")
            .put("mine", "kept")
            .put(BatchMetadata.PARENTS, Base64.getEncoder().encodeToString(parents))
            .build();
    WireBatch batch = WireBatch.of(SCHEMA, List.of(numbers, texts), rows, metadata);
    for (int row = 0; row < rows; row++) {
      wanted.add(text(batch, row));
    }
    return batch;
  }

  private static String text(WireBatch batch, int row) {
    StringBuilder text = new StringBuilder();
    for (FieldVector column : batch.columns()) {
      text.append(column.getObject(row)).append('|');
    }
    return text.toString();
  }

  @Test
  void answersAreDividedOnlyAboveTheSize() {
    try (BufferAllocator allocator = new RootAllocator();
        WireBatch batch =
            batch(allocator, 100, new ArrayList<>(), ByteBuffer.allocate(100 * Integer.BYTES))) {
      long size = 0;
      for (FieldVector column : batch.columns()) {
        size += column.getBufferSize();
      }
      assertThat(ContinuedOutput.rowsEach(batch, size)).isEqualTo(100);
      assertThat(ContinuedOutput.rowsEach(batch, size - 1)).isEqualTo(99);
      assertThat(ContinuedOutput.rowsEach(batch, size / 2)).isBetween(49, 50);
      assertThat(ContinuedOutput.rowsEach(batch, 1)).isEqualTo(1);
    }
  }
}
