package io.vgi.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import io.vgi.function.AggregateFunction;
import io.vgi.function.ScalarFunction;
import io.vgi.function.TableFunction;
import io.vgi.param.Arg;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import java.net.URI;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What one sees who declares or calls a function wrongly: a sentence that says what to do. */
class MistakeTest {
  record Day(LocalDate day) {}

  private static final Setting<Long> FACTOR = Setting.bigint("factor");
  private static final SecretType KEY =
      SecretType.named("key").redacted(Arg.varchar("token")).build();

  private static LocalWorker worker() {
    return LocalWorker.of(
        Catalog.named("demo")
            .setting(FACTOR)
            .secretType(KEY)
            .function(ScalarFunction.longs("add", Math::addExact))
            .function(
                TableFunction.rows(
                    "days", Day.class, Day.class, (args, scan) -> Stream.of(new Day(args.day()))))
            .function(
                TableFunction.rows(
                    "factors",
                    Day.class,
                    scan -> Stream.of(new Day(LocalDate.EPOCH)).limit(scan.get(FACTOR))))
            .function(
                TableFunction.rows(
                    "keys",
                    Day.class,
                    scan ->
                        Stream.of(new Day(LocalDate.EPOCH)).limit(scan.get(KEY).name().length())))
            .build());
  }

  @Test
  void anArgumentThatIsNotOptionalCannotBeNull() {
    try (LocalWorker worker = worker()) {
      assertThatThrownBy(() -> worker.table("days", (Object) null).rows())
          .isInstanceOf(QueryException.class)
          .hasMessage("Argument 'day' cannot be NULL");
    }
  }

  @Test
  void whatTheSpecDoesNotNameIsSaidWithTheWayToNameIt() {
    try (LocalWorker worker = worker()) {
      assertThatThrownBy(() -> worker.table("factors").rows())
          .hasMessageContaining("does not say that it uses the setting 'factor'")
          .hasMessageContaining("uses(");
      assertThatThrownBy(() -> worker.table("keys").rows())
          .hasMessageContaining("does not say that it uses secrets of type 'key'")
          .hasMessageContaining("uses(");
    }
  }

  @Test
  void aFunctionOfAnotherKindIsToldFromOneThatIsMissing() {
    try (LocalWorker worker = worker()) {
      assertThatThrownBy(() -> worker.table("add", 1, 2).rows())
          .hasMessage("'add' is a function of the kind SCALAR, called as [TABLE]");
      assertThatThrownBy(() -> worker.table("ad").rows())
          .hasMessageStartingWith("The catalog has no function 'ad'; it has [main.add, ");
    }
  }

  @Test
  void aRowThatIsNullIsNamed() {
    assertThatThrownBy(
            () -> Table.ofRows("t", Day.class, Arrays.asList(new Day(LocalDate.EPOCH), null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("that with the index 1 is null");
  }

  @Test
  void aStateThatCannotTravelIsNamed() {
    assertThatThrownBy(
            () ->
                AggregateFunction.of(
                    "last",
                    String.class,
                    URI.class,
                    URI.create(""),
                    (state, text) -> URI.create(text),
                    (a, b) -> b,
                    String.class,
                    URI::toString))
        .hasMessage(
            "The state of 'last' cannot travel: java.net.URI has no codec: it is a class of the JDK");
  }
}
