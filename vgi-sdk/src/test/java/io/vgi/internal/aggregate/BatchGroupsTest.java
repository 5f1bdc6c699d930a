package io.vgi.internal.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;

class BatchGroupsTest {
  @Test
  void runsAndTheOnlyGroupAreWhatRowsSay() {
    Random random = new Random(5);
    try (BufferAllocator memory = new RootAllocator();
        BigIntVector ids = new BigIntVector("g", memory)) {
      for (int round = 0; round < 200; round++) {
        int rows = random.nextInt(6);
        for (int row = 0; row < rows; row++) {
          ids.setSafe(row, random.nextInt(1 + round % 3));
        }
        ids.setValueCount(rows);
        BatchGroups<long[]> groups = new BatchGroups<>(ids, new GroupMap<>(() -> new long[1]));
        boolean one = rows > 0;
        for (int row = 0; row < rows; row++) {
          int end = row + 1;
          while (end < rows && ids.get(end) == ids.get(row)) {
            end++;
          }
          assertThat(groups.end(row)).isEqualTo(end);
          one &= ids.get(row) == ids.get(0);
        }
        if (one) {
          assertThat(groups.only()).isSameAs(groups.at(0));
        } else {
          assertThat(groups.only()).isNull();
        }
      }
    }
  }
}
