package io.vgi.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.internal.catalog.StatisticsBatch.Entry;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.Stats;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.complex.UnionVector;
import org.junit.jupiter.api.Test;

class StatisticsBatchTest {
  @Test
  void columnsOfOneTypeShareAMember() throws Exception {
    List<Entry> entries =
        List.of(
            new Entry("id", SqlType.BIGINT, Stats.range(1L, 10L).noNulls().distinct(10)),
            new Entry("name", SqlType.VARCHAR, Stats.range("a", "zé").maxLength(3).unicode(true)),
            new Entry("price", SqlType.decimal(9, 2), Stats.range(1L, 2L)),
            new Entry(
                "day", SqlType.DATE, Stats.range(LocalDate.EPOCH, LocalDate.EPOCH.plusDays(9))),
            new Entry("other", SqlType.BIGINT, Stats.range(-5L, 5L)),
            new Entry("colour", SqlType.enumeration(3), Stats.range("blue", "red")),
            new Entry("blank", SqlType.struct(Column.bigint("a")), Stats.unknown().onlyNulls()));
    try (RootAllocator allocator = new RootAllocator();
        WireBatch batch =
            IpcBytes.readBatch(StatisticsBatch.encode(entries, 60L, allocator), allocator)) {
      assertThat(batch.rows()).isEqualTo(7);
      assertThat(batch.metadata().text("cache_max_age_seconds")).isEqualTo("60");
      assertThat(batch.schema().field(1).getChildren()).hasSize(5);
      assertThat(bounds(batch, 1))
          .containsExactly(1L, "a", new BigDecimal("1.00"), 0, -5L, "blue", "null");
      assertThat(bounds(batch, 2).subList(0, 3)).containsExactly(10L, "zé", new BigDecimal("2.00"));
      assertThat(batch.column(3).getObject(0)).isEqualTo(false);
      assertThat(batch.column(4).getObject(6)).isEqualTo(false);
      assertThat(batch.column(5).getObject(0)).isEqualTo(10L);
      assertThat(batch.column(5).getObject(1)).isNull();
      assertThat(batch.column(6).getObject(1)).isEqualTo(true);
      assertThat(batch.column(7).getObject(1)).isEqualTo(3L);
    }
  }

  @Test
  void noColumnsAreAnEmptyBatch() {
    try (RootAllocator allocator = new RootAllocator();
        WireBatch batch =
            IpcBytes.readBatch(StatisticsBatch.encode(List.of(), null, allocator), allocator)) {
      assertThat(batch.rows()).isZero();
      assertThat(batch.metadata().isEmpty()).isTrue();
    }
  }

  @Test
  void boundsOfAnotherTypeAreRefusedWithoutLeaking() {
    Entry wrong = new Entry("id", SqlType.BIGINT, Stats.range("a", "b"));
    try (RootAllocator allocator = new RootAllocator()) {
      assertThatThrownBy(() -> StatisticsBatch.encode(List.of(wrong), null, allocator))
          .hasMessage("A String is not a BIGINT");
    }
  }

  @Test
  void valuesOfNestedTypes() {
    SqlType struct =
        SqlType.struct(Column.bigint("a"), Column.list("l", SqlType.list(SqlType.VARCHAR)));
    Map<String, Object> value = Map.of("a", 1, "l", List.of(List.of("x", "y"), List.of()));
    try (RootAllocator allocator = new RootAllocator()) {
      byte[] bytes =
          ValueWriter.row(
              List.of(struct.field("s"), SqlType.HUGEINT.field("h")), List.of(value, 5), allocator);
      try (WireBatch batch = IpcBytes.readBatch(bytes, allocator)) {
        assertThat(batch.column(0).getObject(0)).hasToString("{\"a\":1,\"l\":[[\"x\",\"y\"],[]]}");
        assertThat((byte[]) batch.column(1).getObject(0)).startsWith(5, 0).hasSize(16);
      }
    }
  }

  private static List<Object> bounds(WireBatch batch, int column) {
    UnionVector union = (UnionVector) batch.column(column);
    List<Object> values = new ArrayList<>();
    for (int row = 0; row < batch.rows(); row++) {
      Object value = union.getChildrenFromFields().get(union.getTypeValue(row)).getObject(row);
      values.add(
          value instanceof Long || value instanceof BigDecimal || value instanceof Integer
              ? value
              : String.valueOf(value));
    }
    return values;
  }
}
