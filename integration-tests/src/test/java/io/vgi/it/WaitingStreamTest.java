package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableInOutFunction;
import io.vgi.function.TableShape;
import io.vgi.http.HttpOptions;
import io.vgi.param.Arg;
import io.vgi.state.StateStore;
import io.vgi.type.Column;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream that waits for its next turn over HTTP holds no vectors, and gives every row once. */
class WaitingStreamTest {
  private static final int ROWS = 20_000;
  private static final long BATCH_BYTES = 8 << 20;
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Column<VarCharVector> TEXT = Column.varchar("text");

  private final Worker worker =
      Worker.of(
              Catalog.named("here")
                  .function(new Wide())
                  .function(new Same())
                  .function(
                      ProbeScalars.made(
                          ProbeScalars.longs("allocated").columns(N),
                          (call, in, out) -> {
                            long bytes = call.allocator().getRoot().getAllocatedMemory();
                            in.forEachRow(row -> out.setSafe(row, bytes));
                          }))
                  .build())
          .state(StateStore.memory());

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingOfItsLastAnswerIsHeld(boolean keeps) throws Exception {
    try (Worker.HttpHandle http = worker.serveHttp(HttpOptions.builder().keepStreams(keeps));
        Engine engine = new Engine()) {
      engine.execute("SET threads = 1");
      engine.attach("here", http.uri().toString());
      // asked for while the scan waits, and while the function between them does
      for (String from :
          List.of("here.wide(%d)", "here.same((SELECT n, text FROM here.wide(%d)))")) {
        List<List<Object>> answer =
            engine.rows(
                String.format(
                    Locale.ROOT,
                    "SELECT min(here.allocated(n)), count(*), count(DISTINCT n), sum(n),"
                        + " sum(length(text)) FROM "
                        + from,
                    ROWS));
        assertThat(((Number) answer.get(0).get(0)).longValue()).isLessThan(BATCH_BYTES / 4);
        assertThat(answer.get(0).subList(1, 5).toString())
            .isEqualTo("[20000, 20000, 199990000, 81920000]");
      }
    }
  }

  record Cursor(long next) {}

  /** Gives batches of 8 MB. */
  private static final class Wide implements TableFunction<Cursor> {
    private static final Arg<Long> COUNT = Arg.bigint("count");
    private static final byte[] LONG = "x".repeat(4096).getBytes(StandardCharsets.US_ASCII);

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("wide").args(COUNT).returns(N, TEXT).build();
    }

    @Override
    public TableShape bind(Bind bind) {
      return TableShape.of(N, TEXT);
    }

    @Override
    public Cursor open(Scan scan) {
      return new Cursor(0);
    }

    @Override
    public @Nullable Cursor next(Scan scan, Cursor at, BatchWriter out) {
      int rows = (int) Math.min(2048, scan.get(COUNT) - at.next());
      if (rows <= 0) {
        return null;
      }
      for (int row = 0; row < rows; row++) {
        out.get(N).setSafe(row, at.next() + row);
        out.get(TEXT).setSafe(row, LONG);
      }
      out.rows(rows);
      return new Cursor(at.next() + rows);
    }
  }

  /** Gives its input. */
  private static final class Same implements TableInOutFunction {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.tableInOut("same").tableInput().build();
    }

    @Override
    public void apply(Scan scan, Rows in, BatchWriter out) {
      int[] rows = new int[in.count()];
      java.util.Arrays.setAll(rows, row -> row);
      out.forward(in, rows, rows.length); // copies of its own
    }
  }
}
