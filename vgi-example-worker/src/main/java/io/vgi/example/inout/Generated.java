package io.vgi.example.inout;

import io.vgi.example.CancelProbe;
import io.vgi.example.Numbers;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.KeepingFunction;
import io.vgi.function.ReducingFunction;
import io.vgi.function.RowWriter;
import io.vgi.function.Rows;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** Functions that ignore their input and give numbers of their own, from a position on. */
interface Generated extends KeepingFunction {
  /** The numbers. */
  ValueColumn<BigIntVector, Long> N = Column.bigint("n");

  @Override
  default void sink(Sink sink, Nothing part, Rows in) {}

  /** All the numbers in one batch, however many. */
  record Wide(FunctionSpec spec) implements Generated {
    private static final Arg<Long> ROWS =
        Arg.bigint("rows").atLeast(0L).doc("Number of rows to emit in one batch");

    Wide() {
      this(
          FunctionSpec.buffering("buffer_emit_wide")
              .args(ROWS)
              .tableInput()
              .returns(N)
              .doc("Emit a single finalize batch of N rows (vector-size repro)")
              .categories("test", "buffer")
              .example(
                  "SELECT count(*) FROM buffer_emit_wide(10000, (SELECT 1))",
                  "Emit a single 10000-row batch")
              .build());
    }

    @Override
    public @Nullable Position next(Source source, Nothing all, Position at, BatchWriter out) {
      int rows = Math.toIntExact(source.get(ROWS));
      for (long n = 0; n < rows; n++) {
        out.row().set(N, n);
      }
      out.rows(rows);
      return null;
    }
  }

  /** Sixteen results of one number each, which have to be read in order. */
  record Ordered(FunctionSpec spec) implements Generated {
    private static final int RESULTS = 16;

    Ordered() {
      this(
          FunctionSpec.buffering("ordered_source")
              .tableInput()
              .returns(Column.bigint("v"))
              .orderedSource()
              .doc("Emits 0 to 15 in order from as many results; ignores its input")
              .categories("test", "ordering")
              .build());
    }

    @Override
    public List<Position> open(Source source, Nothing all) {
      return LongStream.range(0, RESULTS).mapToObj(Position::new).toList();
    }

    @Override
    public @Nullable Position next(Source source, Nothing all, Position at, BatchWriter out) {
      out.row().set(0, at.next());
      return null;
    }
  }

  /** Numbers given slowly; says in a file how far it got when it is given up. */
  record Slow(FunctionSpec spec) implements Generated {
    private static final Arg<String> PROBE_PATH =
        Arg.varchar("probe_path").doc("File to append to when the call is given up");
    private static final Arg<Long> COUNT =
        Arg.bigint("count").named().orElse(1000L).atLeast(1L).doc("Total rows to emit");
    private static final Arg<Long> SLEEP_MS =
        Arg.bigint("sleep_ms").named().orElse(10L).atLeast(0L).doc("Sleep per row (ms)");

    Slow() {
      this(
          FunctionSpec.buffering("slow_cancellable_buffering")
              .args(PROBE_PATH)
              .tableInput()
              .args(COUNT, SLEEP_MS)
              .returns(N)
              .doc("Slow buffered table function with an on_cancel file probe (test fixture)")
              .categories("test")
              .build());
    }

    @Override
    public @Nullable Position next(Source source, Nothing all, Position at, BatchWriter out)
        throws InterruptedException {
      Thread.sleep(source.get(SLEEP_MS));
      out.row().set(N, at.next());
      return at.next() + 1 < source.get(COUNT) ? new Position(at.next() + 1) : null;
    }

    @Override
    public void onCancel(Source source, Position at) throws IOException {
      CancelProbe.append(source.get(PROBE_PATH), "emitted", at.next());
    }
  }

  /** Leaves a part of a megabyte for each batch, and says how many bytes there were. */
  record LargeState(FunctionSpec spec) implements ReducingFunction<LargeState.Payload> {
    private static final int BYTES = 1 << 20;

    /** Bytes, and how many there were before parts were merged. */
    static final class Payload {
      @SuppressWarnings("UnusedVariable") // it only has to travel
      private byte[] bytes = {};

      private long total;
    }

    LargeState() {
      this(
          FunctionSpec.buffering("large_state")
              .tableInput()
              .doc("Buffers ~1 MB per input batch into state (IPC test)")
              .categories("test", "memory")
              .build());
    }

    @Override
    public Payload newState() {
      return new Payload();
    }

    @Override
    public void sink(Sink sink, Payload part, Rows in) {
      part.bytes = new byte[BYTES];
      part.total += BYTES;
    }

    @Override
    public Payload merge(Call call, Payload left, Payload right) {
      left.total += right.total;
      return left;
    }

    @Override
    public void result(Source source, Payload all, BatchWriter out) {
      RowWriter row = out.row();
      List<Column<?>> columns = source.shape().columns();
      for (int i = 0; i < columns.size(); i++) {
        row.set(i, Numbers.isInteger(columns.get(i).type()) ? all.total : null);
      }
    }
  }
}
