package io.vgi.internal.filter;

import static io.vgi.internal.filter.Payloads.advisory;
import static io.vgi.internal.filter.Payloads.and;
import static io.vgi.internal.filter.Payloads.compare;
import static io.vgi.internal.filter.Payloads.delta;
import static io.vgi.internal.filter.Payloads.in;
import static io.vgi.internal.filter.Payloads.literal;
import static io.vgi.internal.filter.Payloads.not;
import static io.vgi.internal.filter.Payloads.predicate;
import static io.vgi.internal.filter.Payloads.required;
import static io.vgi.internal.filter.Payloads.snapshot;
import static io.vgi.internal.filter.Payloads.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.pushdown.FilterFunction;
import io.vgi.rpc.VgiException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Each limit of filters holds exactly: what reaches it is read, what is one beyond is refused. */
class FilterLimitsTest extends FilterTestBase {
  private static final int MIB = 1 << 20;

  private void refused(Payloads payload, String why) {
    byte[] bytes = payload.bytes();
    assertThatThrownBy(() -> FilterSet.parse(bytes, OUTPUT, allocator))
        .isInstanceOf(VgiException.class)
        .hasMessageContaining(why);
  }

  private static String[] predicates(int count, String id, String expression) {
    String[] many = new String[count];
    Arrays.setAll(many, i -> predicate(id + i, "advisory", expression));
    return many;
  }

  @Test
  void predicatesOfADocument() {
    String[] most = predicates(20_000, "p", FLAG);
    assertThat(rows(parse(payload(snapshot(most))))).containsExactly(0, 3, 6, 9);
    refused(payload(snapshot(predicates(20_001, "p", FLAG))), "at most 20000 are allowed");
  }

  @Test
  void predicatesOfAScan() {
    FilterSet filters = parse(payload(snapshot(predicates(20_000, "p", FLAG))));
    String[] more = new String[12_768];
    Arrays.setAll(more, i -> upsert("q" + i, 1, FLAG));
    filters.apply(payload(delta(more)).bytes());
    assertThat(rows(filters)).containsExactly(0, 3, 6, 9);
    byte[] beyond = payload(delta(upsert("r", 1, FLAG))).bytes();
    assertThatThrownBy(() -> filters.apply(beyond))
        .hasMessageContaining("more than 32768 predicates");
    // a predicate that is known may still change
    filters.apply(payload(delta(upsert("q0", 2, not(FLAG)))).bytes());
    assertThat(rows(filters)).isEmpty();
  }

  @Test
  void bytesOfAnId() {
    String fits = "\u00e9".repeat(64);
    assertThat(rows(parse(payload(snapshot(predicate(fits, "required", FLAG)))))).hasSize(4);
    refused(payload(snapshot(predicate(fits + "x", "required", FLAG))), "more than 128 bytes");
  }

  @Test
  void bytesOfTheDocument() {
    String document = required(FLAG);
    String fits = " ".repeat(16 * MIB - document.length()) + document;
    assertThat(rows(parse(payload(fits)))).hasSize(4);
    refused(payload(" " + fits), "more than 16 MiB");
  }

  @Test
  void bytesOfThePayload() {
    // buffers are counted: a text of n bytes also takes its offsets and its validity
    String document = required(compare("eq", S, literal(0)));
    int most = 32 * MIB - document.length() - 2 * 17;
    int last = -1;
    for (int less = 0; less < 40 && last < 0; less++) {
      try {
        assertThat(rows(parse(payload(document).value(0, "x".repeat(most + 20 - less))))).isEmpty();
        last = most + 20 - less;
      } catch (VgiException tooLong) {
        assertThat(tooLong).hasMessageContaining("more than 32 MiB");
      }
    }
    assertThat(last).isBetween(most - 19, most + 19);
    refused(payload(document).value(0, "x".repeat(last + 1)), "more than 32 MiB");
  }

  @Test
  void bytesOfTheStream() {
    assertThatThrownBy(() -> FilterSet.parse(new byte[33 * MIB], OUTPUT, allocator))
        .hasMessageNotContaining("33 MiB");
    assertThatThrownBy(() -> FilterSet.parse(new byte[33 * MIB + 1], OUTPUT, allocator))
        .hasMessageContaining("takes more than 33 MiB");
    assertThat(FilterSet.decode("A".repeat(48 * MIB))).hasSize(36 * MIB);
    assertThatThrownBy(() -> FilterSet.decode("A".repeat(48 * MIB + 4)))
        .hasMessageContaining("more than 48 MiB");
  }

  /** On a stack that is smaller than that of any worker's thread. */
  @Test
  void nestingOfExpressions() throws InterruptedException {
    Throwable[] failure = new Throwable[1];
    Thread small =
        new Thread(
            null,
            () -> {
              // around the depth from which on a larger stack is used, and at the limit
              for (int depth : new int[] {180, 220, 600, 1_000}) {
                String deep = deep(depth);
                assertThat(rows(parse(payload(required(deep))))).containsExactly(1, 4, 7);
              }
              refused(payload(required(deep(1_001))), "more than 1000 deep");
              FilterSet filters = parse(payload(snapshot()));
              filters.apply(payload(delta(upsert("a", 1, deep(1_000)))).bytes());
              assertThat(rows(filters)).containsExactly(1, 4, 7);
            },
            "small",
            512 << 10);
    small.setUncaughtExceptionHandler((thread, thrown) -> failure[0] = thrown);
    small.start();
    small.join();
    assertThat(failure[0]).isNull();
  }

  /** The flag, negated an odd number of times, in so many levels. */
  private static String deep(int depth) {
    String deep = FLAG;
    for (int level = 1; level < depth; level++) {
      deep = level == 1 && depth % 2 == 1 ? and(FLAG, FLAG) : not(deep);
    }
    return deep;
  }

  @Test
  void nestingOfJson() {
    assertThatThrownBy(() -> Json.read("[".repeat(2_033))).hasMessageContaining("ends too early");
    assertThat(Json.read("[".repeat(2_033) + "]".repeat(2_033)).value()).isInstanceOf(List.class);
    assertThatThrownBy(() -> Json.read("[".repeat(2_034) + "]".repeat(2_034)))
        .hasMessageContaining("nested too deeply");
  }

  /** Lists are limited by the bytes of the payload alone. */
  @Test
  void valuesOfAList() {
    long[] values = LongStream.range(0, 1_000_000).map(i -> 4 * i).toArray();
    assertThat(rows(parse(payload(required(in(N, 0, false))).list(0, values))))
        .containsExactly(0, 4, 8);
    assertThat(rows(parse(payload(required(in(N, 0, true))).list(0, values))))
        .containsExactly(1, 2, 3, 5, 6, 7, 9);
    refused(payload(required(in(N, 0, false))).list(0, new long[4 * MIB]), "more than 32 MiB");
  }

  @Test
  void argumentsOfACall() {
    FilterFunction wide = new FilterFunction("a", "wide", 1, arguments -> arguments.size() == 256);
    FilterCapabilities announced = new FilterCapabilities(List.of(wide), Set.of());
    String[] most = new String[256];
    Arrays.fill(most, N);
    byte[] fits = payload(required(call(most))).bytes();
    assertThat(rows(FilterSet.parse(fits, OUTPUT, announced, List.of(), allocator))).hasSize(10);
    String[] more = Arrays.copyOf(most, 257);
    more[256] = N;
    for (String document : List.of(required(call(more)), advisory(call(more)))) {
      byte[] beyond = payload(document).bytes();
      assertThatThrownBy(() -> FilterSet.parse(beyond, OUTPUT, announced, List.of(), allocator))
          .hasMessageContaining("has 257 arguments, at most 256 are allowed");
    }
  }

  private static String call(String... arguments) {
    return "{\"node\":\"call\",\"function\":{\"namespace\":\"a\",\"name\":\"wide\",\"version\":1},"
        + "\"arguments\":["
        + String.join(",", arguments)
        + "]}";
  }

  @Test
  void bytesOfAFingerprint() {
    FilterCapabilities announced =
        new FilterCapabilities(List.of(), Set.of("vgi.duckdb.session.v1"));
    byte[] fits = session("f".repeat(256));
    assertThat(FilterSet.parse(fits, OUTPUT, announced, List.of(), allocator).isEmpty()).isTrue();
    for (String fingerprint : List.of("", "f".repeat(257))) {
      byte[] beyond = session(fingerprint);
      assertThatThrownBy(() -> FilterSet.parse(beyond, OUTPUT, announced, List.of(), allocator))
          .hasMessageContaining("not of 1 to 256");
    }
  }

  private byte[] session(String fingerprint) {
    Payloads payload = payload(snapshot()).inSession();
    payload.metadata.put("vgi_context_provider_fingerprint", fingerprint);
    return payload.bytes();
  }
}
