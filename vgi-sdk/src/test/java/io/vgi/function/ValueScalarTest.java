package io.vgi.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.param.Arg;
import io.vgi.param.Setting;
import io.vgi.testing.LocalWorker;
import io.vgi.type.ValueCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValueScalarTest {
  private static final ValueScalar<String> JOINED =
      ScalarFunction.of("joined", String.class, String.class, String.class, (a, b) -> a + " " + b);

  @Test
  void declaresWhatALambdaCannotSay() {
    ValueScalar<String> declared =
        JOINED.declared(
            spec -> spec.doc("Two texts").example("SELECT joined('a', 'b')", "A space between"),
            "first",
            "last");
    assertThat(declared.spec().docs().doc()).isEqualTo("Two texts");
    assertThat(declared.spec().docs().examples()).hasSize(1);
    assertThat(declared.spec().params()).extracting(Param::name).containsExactly("first", "last");
    assertThat(JOINED.spec().params()).extracting(Param::name).containsExactly("a", "b");
    try (LocalWorker worker = LocalWorker.of(Catalog.named("c").function(declared).build())) {
      assertThat(worker.scalar("joined").of(List.of("x", "z"), Arrays.asList("y", null)))
          .isEqualTo(Arrays.asList("x y", null));
    }
    assertThat(
            ScalarFunction.ofAll("count", Long.class, Long.class, all -> (long) all.size())
                .declared(spec -> spec, "n")
                .spec()
                .params())
        .extracting(Param::name)
        .containsExactly("n");
    assertThatThrownBy(() -> JOINED.declared(spec -> spec, "a", "b", "c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'joined' has 2 parameters, not 3 to be named");
  }

  @Test
  void nullReachesOnlyTheInputThatTakesIt() {
    ValueCodec<Long> number = ValueCodec.of(Long.class);
    Catalog catalog =
        Catalog.named("c")
            .function(
                ScalarFunction.of(
                    "plus", number.optional(), number, number, (a, b) -> a.orElse(10L) + b))
            .function(
                ScalarFunction.of(
                    "both",
                    number.optional(),
                    number.optional(),
                    number,
                    (a, b) -> a.or(() -> Optional.of(1L)).get() + b.orElse(2L)))
            .build();
    try (LocalWorker worker = LocalWorker.of(catalog)) {
      List<Long> left = Arrays.asList(1L, null, 1L, null);
      List<Long> right = Arrays.asList(2L, 2L, null, null);
      assertThat(worker.scalar("plus").of(left, right))
          .isEqualTo(Arrays.asList(3L, 12L, null, null));
      assertThat(worker.scalar("both").of(left, right)).isEqualTo(List.of(3L, 3L, 3L, 3L));
    }
  }

  @Test
  void settingsAndConstantsAreAskedOfTheCall() {
    Setting<String> greeting = Setting.varchar("greeting").orElse("hello");
    Arg<Long> times = Arg.bigint("times");
    Catalog catalog =
        Catalog.named("c")
            .setting(greeting)
            .function(
                ScalarFunction.withCall(
                        "greet",
                        String.class,
                        String.class,
                        (call, name) ->
                            (call.get(greeting) + " ").repeat(call.get(times).intValue()) + name)
                    .declared(spec -> spec.uses(greeting).args(times), "name"))
            .build();
    try (LocalWorker worker = LocalWorker.of(catalog)) {
      assertThat(worker.scalar("greet").args(2).of(Arrays.asList("you", null)))
          .isEqualTo(Arrays.asList("hello hello you", null));
      worker.set("greeting", "ho");
      assertThat(worker.scalar("greet").args(1).of(List.of("you"))).isEqualTo(List.of("ho you"));
    }
  }

  @Test
  void aValueOfAnyTypeIsNatural() {
    Catalog catalog =
        Catalog.named("c")
            .function(
                ScalarFunction.of(
                    "kind", Object.class, String.class, any -> any.getClass().getSimpleName()))
            .function(ScalarFunction.ofAll("kinds", Object.class, String.class, all -> "" + all))
            .build();
    try (LocalWorker worker = LocalWorker.of(catalog)) {
      assertThat(worker.scalar("kind").of(List.of("x"))).isEqualTo(List.of("String"));
      assertThat(worker.scalar("kind").of(List.of(1.5))).isEqualTo(List.of("Double"));
      assertThat(worker.scalar("kinds").of(List.of("x"), List.of(2L))).isEqualTo(List.of("[x, 2]"));
    }
  }

  @Test
  void aTypeThatDuckDbLacksIsRefusedByTheNameOfTheFunction() {
    assertThatThrownBy(
            () -> ScalarFunction.of("start", Thread.class, String.class, Thread::getName))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'start': ")
        .hasMessageContaining("java.lang.Thread");
    assertThatThrownBy(() -> ScalarFunction.of("any", String.class, Object.class, text -> text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'any' gives values of any type, so its result has no DuckDB type");
  }
}
