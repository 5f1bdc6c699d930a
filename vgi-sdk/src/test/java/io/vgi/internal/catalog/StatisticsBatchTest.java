package io.vgi.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.internal.catalog.StatisticsBatch.Entry;
import io.vgi.internal.value.NestedRows;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.Stats;
import io.vgi.type.ValueCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.PeriodDuration;
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
          .hasMessageEndingWith("a String is not a BIGINT: a");
    }
  }

  @Test
  void boundsThatTheTypeCannotHoldAreLeftOut() throws Exception {
    BigInteger huge = BigInteger.ONE.shiftLeft(127);
    List<Entry> entries =
        List.of(
            new Entry("int", SqlType.INTEGER, Stats.range(0L, 4_294_967_295L)),
            new Entry("uint", SqlType.UINTEGER, Stats.range(0L, 4_294_967_295L)),
            new Entry("tiny", SqlType.UTINYINT, Stats.range(-1L, 5L)),
            new Entry("half", SqlType.BIGINT, Stats.range(0.5, 9.5)),
            new Entry("nan", SqlType.BIGINT, Stats.range(0.0, Double.NaN)),
            new Entry("price", SqlType.decimal(4, 1), Stats.range(0.25, 1.0)),
            new Entry("wide", SqlType.decimal(4, 1), Stats.range(0L, 1000L)),
            new Entry("huge", SqlType.HUGEINT, Stats.range(BigInteger.ZERO, huge)),
            new Entry("uhuge", SqlType.UHUGEINT, Stats.range(BigInteger.ZERO, huge)),
            new Entry(
                "list", SqlType.list(SqlType.TINYINT), Stats.bounds(List.of(0), List.of(300))));
    try (RootAllocator allocator = new RootAllocator();
        WireBatch batch =
            IpcBytes.readBatch(StatisticsBatch.encode(entries, null, allocator), allocator)) {
      assertThat(given(batch, 2)).containsExactly("uint", "uhuge");
      assertThat(given(batch, 1)).containsExactly("uint", "uhuge");
    }
  }

  private static List<String> given(WireBatch batch, int column) {
    UnionVector union = (UnionVector) batch.column(column);
    List<String> names = new ArrayList<>();
    for (int row = 0; row < batch.rows(); row++) {
      if (!union.getChildrenFromFields().get(union.getTypeValue(row)).isNull(row)) {
        names.add(batch.column(0).getObject(row).toString());
      }
    }
    return names;
  }

  @Test
  void constantsThatDoNotFitAreRefused() {
    try (RootAllocator allocator = new RootAllocator()) {
      assertThatThrownBy(
              () -> NestedRows.of(List.of(SqlType.TINYINT.field("t")), List.of(300L), allocator))
          .hasMessage("Column 't': TINYINT cannot hold 300 exactly");
    }
  }

  @Test
  void valuesOfNestedTypes() {
    SqlType struct =
        SqlType.struct(Column.bigint("a"), Column.list("l", SqlType.list(SqlType.VARCHAR)));
    Map<String, Object> value = Map.of("a", 1, "l", List.of(List.of("x", "y"), List.of()));
    try (RootAllocator allocator = new RootAllocator()) {
      byte[] bytes =
          NestedRows.of(
              List.of(struct.field("s"), SqlType.HUGEINT.field("h")), List.of(value, 5), allocator);
      try (WireBatch batch = IpcBytes.readBatch(bytes, allocator)) {
        assertThat(batch.column(0).getObject(0)).hasToString("{\"a\":1,\"l\":[[\"x\",\"y\"],[]]}");
        assertThat((byte[]) batch.column(1).getObject(0)).startsWith(5, 0).hasSize(16);
      }
    }
  }

  record Box(long a, String b) {}

  @Test
  void recordsMapsAndUnionsAreWritten() {
    SqlType struct = SqlType.struct(Column.bigint("a"), Column.varchar("b"));
    SqlType union = SqlType.union(Column.bigint("a"), Column.varchar("b"));
    PeriodDuration span = new PeriodDuration(Period.of(0, 14, 3), Duration.ofNanos(5_000));
    try (RootAllocator allocator = new RootAllocator()) {
      byte[] bytes =
          NestedRows.of(
              List.of(
                  struct.field("s"),
                  SqlType.map(SqlType.VARCHAR, SqlType.INTEGER).field("m"),
                  union.field("u"),
                  SqlType.INTERVAL.field("i")),
              List.of(new Box(7, "x"), Map.of("k", 1), Map.of("b", "y"), span),
              allocator);
      try (WireBatch batch = IpcBytes.readBatch(bytes, allocator)) {
        List<Object> read = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          read.add(ValueCodec.natural(SqlType.of(batch.schema().field(i))).get(batch.column(i), 0));
        }
        assertThat(read)
            .containsExactly(Map.of("a", 7L, "b", "x"), Map.of("k", 1L), Map.of("b", "y"), span);
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
