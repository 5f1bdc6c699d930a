package io.vgi.internal.filter;

import static io.vgi.internal.filter.Payloads.advisory;
import static io.vgi.internal.filter.Payloads.and;
import static io.vgi.internal.filter.Payloads.compare;
import static io.vgi.internal.filter.Payloads.delta;
import static io.vgi.internal.filter.Payloads.in;
import static io.vgi.internal.filter.Payloads.isNull;
import static io.vgi.internal.filter.Payloads.literal;
import static io.vgi.internal.filter.Payloads.not;
import static io.vgi.internal.filter.Payloads.or;
import static io.vgi.internal.filter.Payloads.predicate;
import static io.vgi.internal.filter.Payloads.remove;
import static io.vgi.internal.filter.Payloads.required;
import static io.vgi.internal.filter.Payloads.snapshot;
import static io.vgi.internal.filter.Payloads.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.pushdown.Filter;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.type.SqlType;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.junit.jupiter.api.Test;

/** What the engine sends, what becomes of the rows, and how it changes. */
class FilterSetTest extends FilterTestBase {
  private static final String INDEX =
      "{\"node\":\"field_ref\",\"expression\":{\"node\":\"column_ref\",\"column_index\":3,"
          + "\"column_name\":\"meta\"},\"field_index\":0,\"field_name\":\"index\"}";

  @Test
  void readsTwoConditionsOfAQuery() {
    FilterSet filters =
        parse(
            payload(
                    snapshot(
                        predicate("query:0", "required", compare("ge", N, literal(0))),
                        predicate("query:1", "required", isNull(S, true))))
                .value(0, 7));

    assertThat(rows(filters)).containsExactly(7, 8, 9);
    assertThat(filters.all().text()).isEqualTo("n >= 7 AND s IS NOT NULL");
    assertThat(filters.columns()).containsExactly(0, 1);
  }

  @Test
  void readsSetsMembersAndCalls() {
    assertThat(rows(parse(payload(required(in(N, 0, false))).list(0, 1, 3, 7))))
        .containsExactly(1, 3, 7);
    assertThat(rows(parse(payload(required(in(N, 0, true))).list(0, 1, 3, 7))))
        .containsExactly(0, 2, 4, 5, 6, 8, 9);
    FilterSet member = parse(payload(required(compare("eq", INDEX, literal(0)))).value(0, 4));
    assertThat(rows(member)).containsExactly(4);
    assertThat(member.all().text()).isEqualTo("meta.index = 4");
    String call =
        "{\"node\":\"call\",\"function\":\"ends_with\",\"arguments\":["
            + S
            + ","
            + literal(0)
            + "]}";
    assertThat(rows(parse(payload(required(call)).value(0, "_5")))).containsExactly(5);
  }

  @Test
  void hasThreeTruthValues() {
    assertThat(rows(parse(payload(required(FLAG))))).containsExactly(0, 3, 6, 9);
    assertThat(rows(parse(payload(required(not(FLAG)))))).containsExactly(1, 4, 7);
    assertThat(rows(parse(payload(required(isNull(FLAG, false)))))).containsExactly(2, 5, 8);
    assertThat(rows(parse(payload(required(not(isNull(FLAG, false)))))))
        .containsExactly(0, 1, 3, 4, 6, 7, 9);
    assertThat(rows(parse(payload(required(or(FLAG, compare("eq", N, literal(0))))).value(0, 2))))
        .containsExactly(0, 2, 3, 6, 9);
    assertThat(
            rows(
                parse(payload(required(not(and(FLAG, compare("lt", N, literal(0)))))).value(0, 5))))
        .containsExactly(1, 4, 5, 6, 7, 8, 9);
    String different = compare("distinct_from", FLAG, literal(0));
    assertThat(rows(parse(payload(required(different)).value(0, true))))
        .containsExactly(1, 2, 4, 5, 7, 8);
    assertThat(rows(parse(payload(required(not(different))).value(0, true))))
        .containsExactly(0, 3, 6, 9);
    String unknown = compare("eq", N, literal(0));
    assertThat(rows(parse(payload(required(unknown)).nulls("value_0", SqlType.BIGINT)))).isEmpty();
  }

  @Test
  void writesConditionsAsText() {
    String range = and(compare("ge", N, literal(0)), compare("lt", N, literal(1)));
    FilterSet one = parse(payload(required(range)).value(0, 3).value(1, 7));
    assertThat(one.all().text()).isEqualTo("(n >= 3 AND n < 7)");
    FilterSet two =
        parse(
            payload(
                    snapshot(
                        predicate("a", "required", or(FLAG, not(FLAG))),
                        predicate("b", "advisory", in(N, 0, false)),
                        predicate("c", "required", compare("ne", S, literal(1)))))
                .list(0, 1, 3)
                .value(1, "it's"));
    assertThat(two.all())
        .hasToString("(flag = True OR flag = False) AND n IN (1, 3) AND s != 'it''s'");
    assertThat(two.columns()).containsExactly(1, 2);
    FilterSet many = parse(payload(required(in(N, 0, false))).list(0, new long[21]));
    assertThat(many.all().text()).isEqualTo("n IN (21 values)");
    FilterSet none = parse(payload(snapshot()));
    assertThat(none.all()).isEqualTo(new Filter.All()).hasToString("(none)");
    assertThat(none.isEmpty()).isTrue();
  }

  @Test
  void leavesOutHintsThatCannotBeEvaluated() {
    FilterSet filters = parse(payload(advisory(compare("eq", S, literal(0)))).value(0, "row_3"));
    assertThat(rows(filters)).containsExactly(3);
    assertThat(rows(filters, false, true)).hasSize(10);
    assertThat(filters.columns()).isEmpty();

    String failing =
        compare(
            "gt",
            "{\"node\":\"arithmetic\",\"op\":\"multiply\",\"left\":"
                + N
                + ",\"right\":"
                + literal(0)
                + "}",
            literal(0));
    assertThat(rows(parse(payload(advisory(failing)).value(0, Long.MAX_VALUE / 2)))).hasSize(10);
    FilterSet strict = parse(payload(required(failing)).value(0, Long.MAX_VALUE / 2));
    assertThatThrownBy(() -> rows(strict))
        .isInstanceOf(VgiException.class)
        .hasMessageContaining("does not fit into BIGINT");
  }

  @Test
  void failsWithoutAColumnThatIsRequired() {
    FilterSet filters = parse(payload(required(compare("eq", S, literal(0)))).value(0, "row_3"));
    assertThatThrownBy(() -> rows(filters, false, true))
        .isInstanceOf(VgiException.class)
        .hasMessage("A filter needs the column 's', which is not there");
  }

  @Test
  void mendsGreatUnsignedConstants() {
    WireSchema output = WireSchema.of(SqlType.UHUGEINT.field("n"));
    byte[] payload =
        payload(required(compare("eq", N, literal(0))))
            .add(
                SqlType.decimal(38, 0).field("value_0"),
                vector -> ((DecimalVector) vector).set(0, -2))
            .bytes();
    FilterSet filters = FilterSet.parse(payload, output, allocator);
    assertThat(filters.all().text()).isEqualTo("n = 340282366920938463463374607431768211454");
    byte[] great = new byte[16];
    Arrays.fill(great, (byte) -1);
    great[0] = -2;
    try (FixedSizeBinaryVector vector =
        (FixedSizeBinaryVector) Vectors.create(output.field(0), allocator)) {
      vector.allocateNew(2);
      vector.set(0, new byte[16]);
      vector.set(1, great);
      vector.setValueCount(2);
      int[] selected = new int[2];
      assertThat(filters.select(new FieldVector[] {vector}, 2, selected)).isEqualTo(1);
      assertThat(selected[0]).isEqualTo(1);
    }
  }

  @Test
  void appliesDeltas() {
    FilterSet filters = parse(payload(snapshot()));
    assertThat(rows(filters)).hasSize(10);
    filters.apply(change(5, upsert("top_n:0", 1, compare("gt", N, literal(0)))));
    assertThat(rows(filters)).containsExactly(6, 7, 8, 9);
    filters.apply(change(7, upsert("top_n:0", 3, compare("gt", N, literal(0)))));
    assertThat(filters.all().text()).isEqualTo("n > 7");
    filters.apply(change(1, upsert("top_n:0", 2, compare("gt", N, literal(0)))));
    filters.apply(change(1, upsert("top_n:0", 3, compare("gt", N, literal(0)))));
    assertThat(rows(filters)).containsExactly(8, 9);

    filters.apply(payload(delta(remove("top_n:0", 5))).bytes());
    assertThat(filters.isEmpty()).isTrue();
    filters.apply(change(1, upsert("top_n:0", 4, compare("gt", N, literal(0)))));
    assertThat(filters.isEmpty()).isTrue();
    filters.apply(
        change(
            8,
            upsert("top_n:0", -1, compare("gt", N, literal(0)))
                .replace("-1", "18446744073709551615")));
    assertThat(rows(filters)).containsExactly(9);
  }

  @Test
  void remembersTheDeltasThatStillCount() {
    FilterSet filters = parse(payload(snapshot()));
    filters.apply(change(5, upsert("a", 1, compare("gt", N, literal(0)))));
    filters.apply(change(8, upsert("b", 1, compare("lt", N, literal(0)))));
    filters.apply(change(6, upsert("a", 2, compare("gt", N, literal(0)))));
    filters.apply(change(1, upsert("a", 1, compare("gt", N, literal(0)))));
    assertThat(filters.history()).hasSize(2);

    FilterSet again = parse(payload(snapshot()));
    filters.history().forEach(again::apply);
    assertThat(rows(again)).containsExactly(7).isEqualTo(rows(filters));
    assertThat(again.history()).hasSize(2);
  }

  @Test
  void changesNothingWhenPartOfADeltaIsWrong() {
    FilterSet filters = parse(payload(snapshot(predicate("q", "required", FLAG))));
    String good = upsert("a", 1, compare("gt", N, literal(0)));
    List<String> wrong =
        List.of(
            upsert("b", 1, compare("gt", Payloads.column(0, "m"), literal(0))),
            upsert("q", 1, FLAG),
            good,
            upsert("b", 1, FLAG).replace("advisory", "required"),
            remove("q", 1),
            remove("b", 1).replace("remove", "forget"),
            remove("b", 1).replace("}", ",\"mode\":\"advisory\"}"));
    for (String update : wrong) {
      assertThatThrownBy(() -> filters.apply(payload(delta(good, update)).value(0, 1L).bytes()))
          .as(update)
          .isInstanceOf(VgiException.class);
      assertThat(rows(filters)).containsExactly(0, 3, 6, 9);
      assertThat(filters.history()).isEmpty();
    }
  }

  @Test
  void boundsTheNumberOfIds() {
    FilterSet filters = parse(payload(snapshot()));
    for (int i = 0; i < 32; i++) {
      String[] removals = new String[1024];
      for (int k = 0; k < removals.length; k++) {
        removals[k] = remove("id" + i + "_" + k, 1);
      }
      filters.apply(payload(delta(removals)).bytes());
    }
    filters.apply(payload(delta(remove("id0_0", 2))).bytes());
    assertThatThrownBy(() -> filters.apply(payload(delta(remove("more", 1))).bytes()))
        .hasMessageContaining("more than 32768");
  }

  @Test
  void decodesBase64() {
    assertThat(FilterSet.decode(Base64.getEncoder().encodeToString(new byte[] {1, 2})))
        .containsExactly(1, 2);
    assertThatThrownBy(() -> FilterSet.decode("%")).isInstanceOf(VgiException.class);
    assertThatThrownBy(() -> FilterSet.decode("A".repeat((48 << 20) + 4)))
        .hasMessageContaining("48 MiB");
    assertThatThrownBy(() -> FilterSet.NONE.apply(new byte[0])).isInstanceOf(VgiException.class);
  }

  private byte[] change(long value, String update) {
    return payload(delta(update)).value(0, value).bytes();
  }
}
