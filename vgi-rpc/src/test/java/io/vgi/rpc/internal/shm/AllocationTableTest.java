package io.vgi.rpc.internal.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.VgiException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of a segment against a map, and tables that no honest client writes. */
class AllocationTableTest {
  private static final int HEADER = 65536;
  private static final long SIZE = HEADER + 1000;

  private final ByteBuffer bytes = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);

  private void header(int magic, int version, long dataSize, int count) {
    bytes.putInt(0, magic).putInt(4, version).putLong(8, dataSize).putInt(16, count);
  }

  private AllocationTable table(long size) {
    header(AllocationTable.MAGIC, 1, size - HEADER, 0);
    return new AllocationTable("seg", bytes, size);
  }

  private void entry(int at, long offset, long length) {
    bytes.putLong(24 + 16 * at, offset).putLong(32 + 16 * at, length);
  }

  /** The first gap of {@code used} that holds {@code length}, or -1. */
  private static long firstGap(SortedMap<Long, Long> used, long length, long end) {
    long free = HEADER;
    for (Map.Entry<Long, Long> range : used.entrySet()) {
      if (range.getKey() - free >= length) {
        return free;
      }
      free = range.getKey() + range.getValue();
    }
    return end - free >= length ? free : -1;
  }

  private void assertHolds(SortedMap<Long, Long> used) {
    long[] expected = new long[2 * used.size()];
    long[] found = new long[2 * bytes.getInt(16)];
    int at = 0;
    for (Map.Entry<Long, Long> range : used.entrySet()) {
      expected[at++] = range.getKey();
      expected[at++] = range.getValue();
    }
    for (int i = 0; i < found.length; i++) {
      found[i] = bytes.getLong(24 + 8 * i);
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void theTableDoesWhatAMapDoes() {
    long end = HEADER + 20_000L;
    for (int seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      AllocationTable table = table(end);
      TreeMap<Long, Long> used = new TreeMap<>();
      for (int step = 0; step < 2_000; step++) {
        if (used.isEmpty() || random.nextInt(100) < 60) {
          long length = 1L + random.nextInt(random.nextBoolean() ? 100 : 3_000);
          long expected = firstGap(used, length, end);
          assertThat(table.allocate(length)).as("seed %s step %s", seed, step).isEqualTo(expected);
          if (expected >= 0) {
            used.put(expected, length);
          }
        } else {
          Long[] offsets = used.keySet().toArray(new Long[0]);
          long offset = offsets[random.nextInt(offsets.length)];
          assertThat(table.lengthAt(offset)).isEqualTo(used.remove(offset));
          table.free(offset);
        }
        assertHolds(used);
      }
    }
  }

  @Test
  void aFullTableHasNoRoomThoughTheSegmentHas() {
    AllocationTable table = table(HEADER + 10_000L);
    for (int i = 0; i < 4094; i++) {
      assertThat(table.allocate(1)).isEqualTo(HEADER + i);
    }
    assertThat(table.allocate(1)).isEqualTo(-1);
    table.free(HEADER + 7);
    assertThat(table.allocate(1)).isEqualTo(HEADER + 7);
    assertThat(table.count()).isEqualTo(4094);
  }

  @Test
  void whatIsNotAllocatedIsNeitherFreedNorMeasured() {
    AllocationTable table = table(SIZE);
    table.allocate(100);
    assertThatThrownBy(() -> table.free(HEADER + 1))
        .isInstanceOf(VgiException.class)
        .hasMessageContaining("Nothing is allocated at " + (HEADER + 1));
    assertThatThrownBy(() -> table.lengthAt(-8)).isInstanceOf(VgiException.class);
    assertThat(table.count()).isEqualTo(1);
    assertThatThrownBy(() -> table.allocate(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1000, 0, begin",
    "0x53494756, 2, 1000, 0, version",
    "0x53494756, -1, 1000, 0, version",
    "0x53494756, 1, 1001, 0, announces",
    "0x53494756, 1, -1, 0, announces",
    "0x53494756, 1, 9223372036854775807, 0, announces",
    "0x53494756, 1, 1000, 4095, ranges",
    "0x53494756, 1, 1000, -1, ranges",
  })
  void aHeaderThatNobodyWritesIsRefused(
      String magic, int version, long data, int count, String why) {
    header(Integer.decode(magic), version, data, count);
    assertThatThrownBy(() -> new AllocationTable("seg", bytes, SIZE))
        .isInstanceOf(VgiException.class)
        .hasMessageContaining("'seg' is damaged")
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8, 65600, 8", // in the header
    "-8, 8, 65600, 8",
    "65536, 1001, 70000, 8", // longer than the segment
    "65536, 0, 65600, 8",
    "65536, -1, 65600, 8",
    "65536, 9223372036854775807, 65600, 8",
    "65536, 65, 65600, 8", // overlap by one byte
    "65536, 64, 66530, 8", // ends behind the segment
    "65536, 64, 66536, 1",
    "65536, 64, 9223372036854775800, 100", // the sum overflows
    "65600, 8, 65536, 8", // out of order
    "65536, 8, 65536, 8",
  })
  void rangesThatCannotBeAreRefusedAtEveryUse(
      long offset1, long length1, long offset2, long length2) {
    AllocationTable table = table(SIZE);
    entry(0, offset1, length1);
    entry(1, offset2, length2);
    bytes.putInt(16, 2);
    for (Runnable use :
        new Runnable[] {
          () -> table.allocate(8), () -> table.free(HEADER), () -> table.lengthAt(HEADER)
        }) {
      assertThatThrownBy(use::run)
          .isInstanceOf(VgiException.class)
          .hasMessageContaining("out of order");
    }
    assertThat(bytes.getInt(16)).isEqualTo(2);
  }

  @Test
  void aSizeThatChangesIsRefused() {
    AllocationTable table = table(SIZE);
    bytes.putLong(8, 999);
    assertThatThrownBy(() -> table.allocate(8)).hasMessageContaining("size changed");
  }

  @Test
  void rangesOfTheOtherSideAreSeen() {
    AllocationTable table = table(SIZE);
    entry(0, HEADER + 10, 90);
    entry(1, HEADER + 200, 800);
    bytes.putInt(16, 2);
    assertThat(table.allocate(100)).isEqualTo(HEADER + 100);
    assertThat(table.allocate(10)).isEqualTo(HEADER);
    assertThat(table.allocate(1)).isEqualTo(-1);
    assertThat(table.lengthAt(HEADER + 200)).isEqualTo(800);
  }
}
