package io.vgi.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.catalog.Table;
import io.vgi.type.ColumnSpec;
import io.vgi.type.Stats;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowStatisticsTest {
  record Row(int n, @Nullable String text, double real, LocalDate day, @Nullable Long never) {}

  @Test
  void whatIsKnownFollowsFromTheRows() {
    TableShape shape =
        TableShape.ofRows(
            Row.class,
            List.of(
                new Row(3, "é", Double.NaN, LocalDate.EPOCH, null),
                new Row(-1, null, 1, LocalDate.EPOCH, null),
                new Row(3, "abc", 2, LocalDate.EPOCH.plusDays(1), null)));
    assertThat(shape.estimate()).hasValue(3);
    assertThat(shape.atMost()).hasValue(3);
    Stats n = shape.statistics().get("n");
    assertThat(n.min()).isEqualTo(-1L);
    assertThat(n.max()).isEqualTo(3L);
    assertThat(n.distinct()).isEqualTo(2);
    assertThat(n.mayHaveNulls()).isFalse();
    Stats text = shape.statistics().get("text");
    assertThat(text.min()).isEqualTo("abc");
    assertThat(text.max()).isEqualTo("é");
    assertThat(text.mayHaveNulls()).isTrue();
    assertThat(text.maxLength()).isEqualTo(3);
    assertThat(text.unicode()).isTrue();
    // which NaN would be in, or not
    assertThat(shape.statistics().get("real").min()).isNull();
    assertThat(shape.statistics().get("day").max()).isEqualTo(LocalDate.EPOCH.plusDays(1));
    assertThat(shape.statistics()).doesNotContainKey("never");
    assertThat(TableShape.ofRows(Row.class, List.of()).statistics()).isEmpty();
  }

  sealed interface Value {
    record Num(@Nullable Integer n) implements Value {}

    record Str(@Nullable String s) implements Value {}
  }

  record Odd(
      @ColumnSpec(type = "BIGNUM") BigInteger big, Value value, @Nullable String halfAPair) {}

  @Test
  void nothingIsSaidThatTheEngineReadsOtherwise() {
    List<Odd> rows =
        List.of(
            new Odd(BigInteger.TWO.pow(200), new Value.Num(null), "b"),
            new Odd(BigInteger.ONE, new Value.Str("x"), "\ud800"));
    Map<String, Stats> known = TableShape.ofRows(Odd.class, rows).statistics();
    assertThat(known.get("big").min()).isNull();
    // a member that is NULL makes the union NULL
    assertThat(known.get("value").mayHaveNulls()).isTrue();
    // which is written as a question mark, below "b"
    assertThat(known.get("halfAPair").max()).isNull();
    Table table = Table.ofRows("odd", Odd.class, rows).build();
    assertThat(table.notNull()).containsExactly("big", "halfAPair");
  }
}
