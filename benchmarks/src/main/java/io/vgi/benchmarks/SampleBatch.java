package io.vgi.benchmarks;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** A batch as the engine sends them: 2048 rows of {@code n BIGINT, s VARCHAR}. */
final class SampleBatch {
  static final int ROWS = 2048;
  static final WireSchema SCHEMA =
      WireSchema.of(SqlType.BIGINT.field("n"), SqlType.VARCHAR.field("s"));

  private SampleBatch() {}

  static WireBatch of(BufferAllocator allocator) {
    BigIntVector numbers = new BigIntVector(SCHEMA.field(0), allocator);
    VarCharVector texts = new VarCharVector(SCHEMA.field(1), allocator);
    numbers.allocateNew(ROWS);
    texts.allocateNew(ROWS);
    for (int row = 0; row < ROWS; row++) {
      numbers.set(row, row);
      texts.setSafe(row, ("row " + row).getBytes(StandardCharsets.UTF_8));
    }
    numbers.setValueCount(ROWS);
    texts.setValueCount(ROWS);
    return WireBatch.of(SCHEMA, List.of(numbers, texts), ROWS);
  }
}
