package io.vgi.internal.filter;

import static io.vgi.internal.filter.Payloads.advisory;
import static io.vgi.internal.filter.Payloads.and;
import static io.vgi.internal.filter.Payloads.column;
import static io.vgi.internal.filter.Payloads.compare;
import static io.vgi.internal.filter.Payloads.in;
import static io.vgi.internal.filter.Payloads.isNull;
import static io.vgi.internal.filter.Payloads.literal;
import static io.vgi.internal.filter.Payloads.not;
import static io.vgi.internal.filter.Payloads.predicate;
import static io.vgi.internal.filter.Payloads.required;
import static io.vgi.internal.filter.Payloads.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.pushdown.FilterFunction;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.SqlType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the parser refuses. */
class FilterRulesTest extends FilterTestBase {
  private static final String GOOD = compare("eq", N, literal(0));

  private void refused(Payloads payload, String why) {
    byte[] bytes = payload.bytes();
    assertThatThrownBy(() -> FilterSet.parse(bytes, OUTPUT, allocator))
        .isInstanceOf(VgiException.class)
        .hasMessageContaining(why);
  }

  private void refused(String expression, String why) {
    refused(payload(required(expression)).value(0, 1L), why);
    refused(payload(advisory(expression)).value(0, 1L), why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "|ends too early",
        "{|ends too early",
        "[] []|goes on behind its end",
        "{\"a\":1,\"a\":2}|has the key 'a' twice",
        "{\"a\":01}|no value",
        "{\"a\":+1}|no value",
        "{\"a\":NaN}|no value",
        "{\"a\":1.}|no value",
        "{\"a\":\"\\x\"}|unknown escape",
        "{\"a\":\"\\ud800\"}|half a character",
        "{\"a\":\"\\u12\"}|broken",
        "{a:1}|no string",
        "{\"a\":1,}|no string",
        "[1 2]|misses a ','",
        "{\"a\" 1}|misses a ':'",
        "[]|document must be an object",
        "{\"kind\":\"snapshot\"}|misses 'encoding'",
      })
  void refusesBrokenJson(String json, String why) {
    refused(payload(json == null ? "" : json), why);
  }

  @Test
  void refusesControlCharactersAndDeepNesting() {
    refused(payload("{\"a\":\"\n\"}"), "control character");
    refused(payload("[".repeat(2_034)), "nested too deeply");
  }

  @Test
  void refusesUnknownDocuments() {
    refused(payload(snapshot().replace("filters.v2", "filters.v3")), "encoding");
    refused(payload(snapshot().replace("standard.v1", "standard.v2")), "semantics");
    refused(payload(Payloads.delta()), "misses 'predicates'");
    refused(payload(snapshot().replace("snapshot", "delta")), "kind");
    refused(payload(snapshot().replace("}", ",\"more\":1}")), "unknown key 'more'");
    refused(payload(snapshot().replace("[]", "{}")), "must be an array");
  }

  @Test
  void refusesBrokenContainers() {
    refused(new Payloads(allocator).value(0, 1L), "filter_spec");
    refused(
        new Payloads(allocator).add(SqlType.VARCHAR.field("filter_spec"), vector -> {}),
        "filter_spec");
    refused(payload(snapshot()).value(0, 1L).value(0, 2L), "two columns 'value_0'");
    refused(payload(snapshot()).nulls("value_01", SqlType.BIGINT), "unknown column 'value_01'");
    refused(payload(snapshot()).nulls("value_", SqlType.BIGINT), "unknown column 'value_'");
    refused(payload(snapshot()).nulls("other", SqlType.BIGINT), "unknown column 'other'");
    refused(
        payload(snapshot())
            .add(SqlType.BIGINT.field("type_0"), vector -> ((BigIntVector) vector).set(0, 1)),
        "a value in the column 'type_0'");
    refused(new Payloads(allocator).rows(2).json(snapshot()), "2 rows");
    refused(payload(" ".repeat(16 << 20) + snapshot()), "more than 16 MiB");
    refused(payload(snapshot()).value(0, "x".repeat(32 << 20)), "more than 32 MiB");
    assertThatThrownBy(() -> FilterSet.parse(new byte[(33 << 20) + 1], OUTPUT, allocator))
        .hasMessageContaining("33 MiB");
    assertThatThrownBy(() -> FilterSet.parse(new byte[0], OUTPUT, allocator))
        .hasMessageContaining("holds no batch");
  }

  @Test
  void refusesUnknownContexts() {
    for (String key : List.of("vgi_filter_encoding", "vgi_filter_version")) {
      Payloads unknown = payload(snapshot());
      unknown.metadata.put(key, "3");
      refused(unknown, "which is unknown");
      Payloads absent = payload(snapshot());
      absent.metadata.remove(key);
      refused(absent, "has no " + key);
    }
    Payloads mixed = payload(snapshot());
    mixed.metadata.put("vgi_time_zone", "UTC");
    refused(mixed, "vgi_time_zone although");
    Payloads strange = payload(snapshot());
    strange.metadata.put("vgi_evaluation_context", "vgi.other.v1");
    refused(strange, "unknown evaluation context");
    refused(session(), "was not announced");
  }

  private Payloads session() {
    Payloads payload = payload(snapshot()).inSession();
    return payload;
  }

  @Test
  void checksContextsThatWereAnnounced() {
    FilterCapabilities announced =
        new FilterCapabilities(List.of(), Set.of("vgi.duckdb.session.v1"));
    assertThat(
            FilterSet.parse(session().bytes(), OUTPUT, announced, List.of(), allocator).isEmpty())
        .isTrue();
    Payloads wrong = session();
    wrong.metadata.put("vgi_integer_division", "True");
    byte[] wrongBytes = wrong.bytes();
    assertThatThrownBy(() -> FilterSet.parse(wrongBytes, OUTPUT, announced, List.of(), allocator))
        .hasMessageContaining("neither true nor false");
    Payloads partial = session();
    partial.metadata.remove("vgi_calendar");
    byte[] partialBytes = partial.bytes();
    assertThatThrownBy(() -> FilterSet.parse(partialBytes, OUTPUT, announced, List.of(), allocator))
        .hasMessageContaining("has no vgi_calendar");
  }

  @Test
  void refusesBrokenPredicates() {
    String good = predicate("a", "required", GOOD);
    refused(payload(snapshot(good, good)).value(0, 1L), "there twice");
    refused(payload(snapshot(good.replace("\"a\"", "\"\""))).value(0, 1L), "not empty");
    refused(payload(snapshot(good.replace("\"a\"", "\"" + "\u00e9".repeat(65) + "\""))), "128");
    refused(payload(snapshot(good.replace("n\":0,\"m", "n\":1,\"m"))).value(0, 1L), "revision 0");
    refused(payload(snapshot(good.replace("n\":0,\"m", "n\":-1,\"m"))).value(0, 1L), "whole");
    refused(payload(snapshot(good.replace("n\":0,\"m", "n\":0.0,\"m"))).value(0, 1L), "whole");
    refused(payload(snapshot(predicate("a", "perhaps", GOOD))).value(0, 1L), "mode 'perhaps'");
    refused(payload(snapshot(good.replace("query", "fate"))).value(0, 1L), "source 'fate'");
    refused(payload(snapshot("1")), "must be an object");
    String[] many = new String[20_001];
    Arrays.setAll(many, i -> predicate("p" + i, "advisory", FLAG));
    refused(payload(snapshot(many)), "at most 20000");
  }

  @Test
  void refusesBrokenNodes() {
    refused(N, "must be BOOLEAN, not BIGINT");
    refused("{\"node\":\"guess\"}", "node 'guess' is unknown");
    refused("{\"nod\":\"guess\"}", "node must be a text");
    refused(GOOD.replaceFirst("eq", "like"), "comparison 'like' is unknown");
    refused(GOOD.replace("}}", "},\"more\":1}"), "unknown key 'more'");
    refused(compare("eq", column(4, "n"), literal(0)), "column_index is 4 of 4");
    refused(compare("eq", column(0, "m"), literal(0)), "column 'm' is called 'n'");
    refused(compare("eq", N, literal(1)), "no column 'value_1'");
    refused(compare("eq", column(3, "meta"), literal(0)), "is not possible");
    refused(compare("eq", FLAG.replace("flag", "x"), literal(0)), "called 'flag'");
    refused("{\"node\":\"and\",\"children\":[" + FLAG + "]}", "at least two");
    refused(and(FLAG, N), "must be BOOLEAN");
    refused(not(N), "must be BOOLEAN");
    refused(isNull(N, true).replace("true", "1"), "true or false");
    refused(in(N, 0, false), "list of values, not BIGINT");
    refused(in(N, 0, false).replace("literal", "strange"), "unknown kind 'strange'");
    refused(
        payload(required(in(N, 0, false))).nulls("value_0", SqlType.list(SqlType.BIGINT)), "NULL");
    refused(isNull(member(N, 0, "index"), true), "needs a STRUCT");
    String meta = column(3, "meta");
    refused(isNull(member(meta, 1, "index"), true), "field_index is 1 of 1");
    refused(isNull(member(meta, 0, "other"), true), "called 'index'");
  }

  private static String member(String struct, int index, String name) {
    return "{\"node\":\"field_ref\",\"expression\":"
        + struct
        + ",\"field_index\":"
        + index
        + ",\"field_name\":\""
        + name
        + "\"}";
  }

  private static String contains(String left, String right) {
    return "{\"node\":\"call\",\"function\":\"contains\",\"arguments\":["
        + left
        + ","
        + right
        + "]}";
  }

  @Test
  void refusesBrokenCallsAndWhatDependsOnTheSession() {
    refused(contains(S, literal(0)), "takes texts");
    refused(contains(S, S).replace("contains", "like"), "function 'like' is unknown");
    refused(contains(S, S).replace("contains", "list_contains"), "takes a list");
    refused(contains(S, S).replace("]}", "],\"options\":{}}"), "takes no options");
    refused(contains(S, S).replace("," + S + "]", "]"), "two arguments, not 1");
    refused(
        contains(S, S)
            .replace("\"contains\"", "{\"namespace\":\"a\",\"name\":\"b\",\"version\":1}"),
        "a/b version 1 was not announced");
    String divided =
        "{\"node\":\"arithmetic\",\"op\":\"divide\",\"left\":" + N + ",\"right\":" + N + "}";
    refused(compare("eq", divided, literal(0)), "depends on the session");
    refused(compare("eq", divided.replace("divide", "power"), literal(0)), "is unknown");
    String cast = "{\"node\":\"cast\",\"expression\":" + S + ",\"type_ref\":0}";
    refused(
        payload(required(isNull(cast, true))).nulls("type_0", SqlType.DATE),
        "depends on the session");
    String runtime =
        "{\"node\":\"runtime_filter\",\"algorithm\":{\"namespace\":\"duckdb.runtime_filter\","
            + "\"name\":\"bloom\",\"version\":1},\"input\":"
            + N
            + ",\"artifact_ref\":0,"
            + "\"null_handling\":\"pass\"}";
    refused(payload(advisory(runtime)).nulls("artifact_0", SqlType.BLOB), "was not announced");
    refused(
        payload(advisory(runtime.replace("pass", "keep"))).nulls("artifact_0", SqlType.BLOB),
        "null_handling 'keep'");
    refused(payload(advisory(runtime)), "no column 'artifact_0'");
    refused(not(runtime), "only be the whole");
  }

  @Test
  void boundsDepthNodesAndChildren() {
    String deep = FLAG;
    for (int i = 0; i < 999; i++) {
      deep = not(deep);
    }
    assertThat(rows(parse(payload(required(deep))))).containsExactly(1, 4, 7);
    refused(not(deep), "more than 1000 deep");

    String[] children = new String[1_000];
    Arrays.fill(children, FLAG);
    assertThat(rows(parse(payload(required(and(children)))))).hasSize(4);
    String[] wide = new String[200];
    Arrays.fill(wide, and(children));
    refused(payload(required(and(wide))), "more than 200000 nodes");
    String[] fits = Arrays.copyOf(wide, 199);
    assertThat(rows(parse(payload(required(and(fits)))))).hasSize(4);
  }

  @Test
  void thousandsOfEqualitiesAreOneLookUp() {
    String[] any = new String[20_000];
    String[] none = new String[any.length];
    for (int i = 0; i < any.length; i++) {
      any[i] = compare("eq", N, literal(i));
      none[i] = compare("ne", literal(i), N);
    }
    assertThat(rows(parse(threes(Payloads.or(any))))).containsExactly(0, 3, 6, 9);
    assertThat(rows(parse(threes(and(none))))).containsExactly(1, 2, 4, 5, 7, 8);
    assertThat(rows(parse(threes(not(Payloads.or(any)))))).containsExactly(1, 2, 4, 5, 7, 8);
  }

  private Payloads threes(String condition) {
    Payloads payload = payload(required(condition));
    for (int i = 0; i < 20_000; i++) {
      payload.value(i, 3L * i);
    }
    return payload;
  }

  @Test
  void readsSetsBesideThePayload() {
    WireSchema keys = WireSchema.of(SqlType.BIGINT.field("k"));
    BigIntVector vector = new BigIntVector("k", allocator);
    vector.allocateNew(2);
    vector.set(0, 4);
    vector.set(1, 8);
    vector.setValueCount(2);
    byte[] stream;
    try (WireBatch batch = WireBatch.of(keys, List.of(vector), 2)) {
      stream = IpcBytes.ofBatch(batch, allocator);
    }
    String set =
        "{\"kind\":\"external\",\"batch_index\":0,\"column_index\":0,\"column_name\":\"k\"}";
    String in = in(N, 0, false).replace("{\"kind\":\"literal\",\"value_ref\":0}", set);
    byte[] payload = payload(advisory(in)).bytes();
    FilterSet filters =
        FilterSet.parse(payload, OUTPUT, FilterCapabilities.STANDARD, List.of(stream), allocator);
    assertThat(rows(filters)).containsExactly(4, 8);
    refused(in, "batch_index is 0 of 0");
  }

  @Test
  void callsFunctionsThatWereAnnounced() {
    FilterFunction even =
        new FilterFunction("a", "is_even", 1, arguments -> (Long) arguments.get(0) % 2 == 0);
    FilterCapabilities announced = new FilterCapabilities(List.of(even), Set.of());
    String call =
        "{\"node\":\"call\",\"function\":{\"namespace\":\"a\",\"name\":\"is_even\","
            + "\"version\":1},\"arguments\":["
            + N
            + "],\"options\":{}}";
    FilterSet filters =
        FilterSet.parse(payload(required(call)).bytes(), OUTPUT, announced, List.of(), allocator);
    assertThat(rows(filters)).containsExactly(0, 2, 4, 6, 8);
    assertThat(filters.all().text()).isEqualTo("is_even(n)");
  }
}
