package io.vgi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.http.internal.stream.StreamTokens;
import io.vgi.param.Arg;
import io.vgi.param.AttachOption;
import io.vgi.type.Column;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Streams that are resumed at every turn go through the tokens of HTTP. */
class ResumedStreamTest {
  private static final Arg<Long> BYTES = Arg.bigint("bytes");
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final AttachOption<String> PASSWORD = AttachOption.varchar("password").secret();

  /** Three rows, each in a batch of its own; its cursor takes as many bytes as the argument says. */
  private static final class Carrying implements TableFunction<Carrying.At> {
    record At(long next, byte[] kept) {}

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("carrying").args(BYTES).returns(N).build();
    }

    @Override
    public At open(Scan scan) {
      return new At(0, new byte[Math.toIntExact(scan.get(BYTES))]);
    }

    @Override
    public @Nullable At next(Scan scan, At at, BatchWriter out) {
      assertThat(at.kept()).hasSize(Math.toIntExact(scan.get(BYTES)));
      out.get(N).set(0, at.next());
      out.rows(1);
      return at.next() < 2 ? new At(at.next() + 1, at.kept()) : null;
    }
  }

  private static LocalWorker worker() {
    return LocalWorker.of(
        Catalog.named("c")
            .attachOption(PASSWORD)
            .function(new Carrying())
            .function(TableFunction.rows("secrets", Shown.class, ResumedStreamTest::shown))
            .build());
  }

  record Shown(String password) {}

  private static Stream<Shown> shown(Scan scan) {
    return Stream.of(new Shown(scan.get(PASSWORD)));
  }

  @Test
  void cursorsOfAnySizeThatHttpTakesTravel() {
    try (LocalWorker worker = worker().resumedEveryTurn().processes(3)) {
      for (long bytes : new long[] {0, 511, 512, 3_000_000}) {
        assertThat(worker.table("carrying", bytes).column("n")).containsExactly(0L, 1L, 2L);
      }
    }
  }

  @Test
  void aCursorThatIsTooLargeForHttpIsFound() {
    long bytes = StreamTokens.mostBytes();
    try (LocalWorker worker = worker()) {
      assertThat(worker.table("carrying", bytes).column("n")).hasSize(3);
    }
    try (LocalWorker worker = worker().resumedEveryTurn()) {
      assertThatThrownBy(() -> worker.table("carrying", bytes).rows())
          .isInstanceOf(QueryException.class)
          .hasMessageContaining("The place of the stream takes")
          .hasMessageContaining("over HTTP every later turn carries");
      // and the worker is as before
      assertThat(worker.table("carrying", 1).column("n")).hasSize(3);
    }
  }

  /** What one process seals into the ATTACH, each other opens. */
  @Test
  void secretsOfTheAttachAreSealedForAllProcesses() {
    try (LocalWorker worker =
        worker().option("password", "sesame").resumedEveryTurn().processes(3)) {
      for (int i = 0; i < 8; i++) {
        assertThat(worker.table("secrets").column("password")).containsExactly("sesame");
      }
    }
  }
}
