package io.vgi.example.inout;

import io.vgi.example.CancelProbe;
import io.vgi.function.BatchWriter;
import io.vgi.function.BufferingFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.param.Arg;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** Functions that ignore their input and give numbers of their own. */
abstract class Generated implements BufferingFunction<Nothing, Generated.Position> {
  private static final Column<BigIntVector> N = Column.bigint("n");

  /**
   * Where the result stands.
   *
   * @param next the next number
   */
  record Position(long next) {}

  @Override
  public final Nothing newState() {
    return Nothing.NOTHING;
  }

  @Override
  public final void sink(Sink sink, Nothing part, Rows in) {}

  @Override
  public final Nothing merge(Nothing left, Nothing right) {
    return left;
  }

  @Override
  public List<Position> open(Source source, Nothing all) {
    return List.of(new Position(0));
  }

  @Override
  public final StateCodec<Nothing> stateCodec() {
    return Nothing.CODEC;
  }

  /** All the numbers in one batch, however many. */
  static final class Wide extends Generated {
    private static final Arg<Long> ROWS =
        Arg.bigint("rows").atLeast(0L).doc("Number of rows to emit in one batch");

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.buffering("buffer_emit_wide")
          .args(ROWS)
          .tableInput()
          .returns(N)
          .doc("Emit a single finalize batch of N rows (vector-size repro)")
          .categories("test", "buffer")
          .example(
              "SELECT count(*) FROM buffer_emit_wide(10000, (SELECT 1))",
              "Emit a single 10000-row batch")
          .build();
    }

    @Override
    public @Nullable Position next(Source source, Nothing all, Position at, BatchWriter out) {
      int rows = Math.toIntExact(source.get(ROWS));
      BigIntVector n = out.get(N);
      for (int row = 0; row < rows; row++) {
        n.setSafe(row, row);
      }
      out.rows(rows);
      return null;
    }
  }

  /** Sixteen results of one number each, which have to be read in order. */
  static final class Ordered extends Generated {
    private static final int RESULTS = 16;
    private static final Column<BigIntVector> V = Column.bigint("v");

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.buffering("ordered_source")
          .tableInput()
          .returns(V)
          .orderedSource()
          .doc("Emits 0 to 15 in order from as many results; ignores its input")
          .categories("test", "ordering")
          .build();
    }

    @Override
    public List<Position> open(Source source, Nothing all) {
      List<Position> results = new ArrayList<>(RESULTS);
      for (int i = 0; i < RESULTS; i++) {
        results.add(new Position(i));
      }
      return results;
    }

    @Override
    public @Nullable Position next(Source source, Nothing all, Position at, BatchWriter out) {
      out.get(V).set(0, at.next());
      out.rows(1);
      return null;
    }
  }

  /** Numbers given slowly; says in a file how far it got when it is given up. */
  static final class Slow extends Generated {
    private static final Arg<String> PROBE_PATH =
        Arg.varchar("probe_path").doc("File to append to when the call is given up");
    private static final Arg<Long> COUNT =
        Arg.bigint("count").named().orElse(1000L).atLeast(1L).doc("Total rows to emit");
    private static final Arg<Long> SLEEP_MS =
        Arg.bigint("sleep_ms").named().orElse(10L).atLeast(0L).doc("Sleep per row (ms)");

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.buffering("slow_cancellable_buffering")
          .args(PROBE_PATH)
          .tableInput()
          .args(COUNT, SLEEP_MS)
          .returns(N)
          .doc("Slow buffered table function with an on_cancel file probe (test fixture)")
          .categories("test")
          .build();
    }

    @Override
    public @Nullable Position next(Source source, Nothing all, Position at, BatchWriter out)
        throws InterruptedException {
      Thread.sleep(source.get(SLEEP_MS));
      out.get(N).set(0, at.next());
      out.rows(1);
      return at.next() + 1 < source.get(COUNT) ? new Position(at.next() + 1) : null;
    }

    @Override
    public void onCancel(Source source, Position at) throws IOException {
      CancelProbe.append(source.get(PROBE_PATH), "emitted", at.next());
    }
  }
}
