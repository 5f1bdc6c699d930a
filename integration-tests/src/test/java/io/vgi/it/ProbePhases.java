package io.vgi.it;

import io.vgi.catalog.Catalog;
import io.vgi.function.AggregateFunction;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.BufferingFunction;
import io.vgi.function.Call;
import io.vgi.function.FinishingFunction;
import io.vgi.function.Frames;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Partition;
import io.vgi.function.Rows;
import io.vgi.function.RunningAggregate;
import io.vgi.function.Scan;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.function.WindowAggregate;
import io.vgi.param.Arg;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** A function of every model that dies in the phase which its caller names, and else counts. */
final class ProbePhases {
  private static final Arg<String> PHASE = Arg.varchar("phase");
  private static final Column<BigIntVector> V = Column.bigint("v");
  private static final long ROWS = 20_000;

  private ProbePhases() {}

  static void addTo(Catalog.Builder probe) {
    probe
        .function(new Producer())
        .function(new InOut("phase_in_out", Integer.MAX_VALUE))
        .function(new InOut("phase_in_out_single", 1))
        .function(new Buffering())
        .function(new Aggregate())
        .function(new Window())
        .function(new Running());
  }

  private static void dieIn(String phase, Call call) throws Exception {
    if (call.get(PHASE).equals(phase)) {
      ProbeFaults.die();
    }
  }

  /** A number that one thread has at a time. */
  static final class Counter {
    long rows;
    long given;

    static StateCodec<Counter> codec() {
      return StateCodec.of(
          (state, out) -> {
            out.writeLong(state.rows);
            out.writeLong(state.given);
          },
          in -> {
            Counter counter = new Counter();
            counter.rows = in.readLong();
            counter.given = in.readLong();
            return counter;
          });
    }
  }

  /** A place in a result. */
  record Cursor(long next) {}

  private static final class Producer implements TableFunction<Cursor> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("phase_producer").args(PHASE).returns(V).build();
    }

    @Override
    public TableShape bind(Bind bind) throws Exception {
      dieIn("bind", bind);
      return TableShape.of(V);
    }

    @Override
    public Cursor open(Scan scan) throws Exception {
      dieIn("open", scan);
      return new Cursor(0);
    }

    @Override
    public @Nullable Cursor next(Scan scan, Cursor at, BatchWriter out) throws Exception {
      if (at.next() == ROWS) {
        return null;
      }
      if (at.next() > 0) {
        dieIn("next", scan);
      }
      int rows = (int) Math.min(scan.batchSize(), ROWS - at.next());
      BigIntVector values = out.get(V);
      for (int i = 0; i < rows; i++) {
        values.set(i, at.next() + i);
      }
      out.rows(rows);
      return new Cursor(at.next() + rows);
    }
  }

  private record InOut(FunctionSpec spec) implements FinishingFunction<Counter> {
    InOut(String name, int streams) {
      this(
          FunctionSpec.tableInOut(name)
              .args(PHASE)
              .tableInput()
              .returns(V)
              .parallel(streams)
              .build());
    }

    @Override
    public TableShape bind(Bind bind) throws Exception {
      dieIn("bind", bind);
      return TableShape.of(V);
    }

    @Override
    public Counter newState() {
      return new Counter();
    }

    @Override
    public void apply(Scan scan, Counter state, Rows in, BatchWriter out) throws Exception {
      state.rows += in.count();
      if (state.rows > ROWS / 2) {
        dieIn("apply", scan);
      }
    }

    @Override
    public boolean finish(Scan scan, Counter state, BatchWriter out) throws Exception {
      dieIn("finish", scan);
      out.get(V).set(0, state.rows);
      out.rows(1);
      return false;
    }

    @Override
    public StateCodec<Counter> stateCodec() {
      return Counter.codec();
    }
  }

  private static final class Buffering implements BufferingFunction<Counter, Cursor> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.buffering("phase_buffering").args(PHASE).tableInput().returns(V).build();
    }

    @Override
    public TableShape bind(Bind bind) throws Exception {
      dieIn("bind", bind);
      return TableShape.of(V);
    }

    @Override
    public Counter newState() {
      return new Counter();
    }

    @Override
    public void sink(Sink sink, Counter part, Rows in) throws Exception {
      part.rows += in.count();
      if (((BigIntVector) in.vector(0)).get(0) > ROWS / 2) {
        dieIn("sink", sink);
      }
    }

    @Override
    public Counter merge(Counter left, Counter right) {
      left.rows += right.rows;
      return left;
    }

    @Override
    public List<Cursor> open(Source source, Counter all) throws Exception {
      dieIn("combine", source);
      return List.of(new Cursor(0));
    }

    @Override
    public @Nullable Cursor next(Source source, Counter all, Cursor at, BatchWriter out)
        throws Exception {
      dieIn("next", source);
      out.get(V).set(0, all.rows);
      out.rows(1);
      return null;
    }

    @Override
    public StateCodec<Counter> stateCodec() {
      return Counter.codec();
    }
  }

  private static class Aggregate implements AggregateFunction<Counter, BigIntVector> {
    @Override
    public FunctionSpec spec() {
      return spec("phase_aggregate");
    }

    static FunctionSpec spec(String name) {
      return FunctionSpec.aggregate(name).args(PHASE).columns(V).returns(SqlType.BIGINT).build();
    }

    @Override
    public SqlType bind(Bind bind) throws Exception {
      dieIn("bind", bind);
      return SqlType.BIGINT;
    }

    @Override
    public Counter newState() {
      return new Counter();
    }

    @Override
    public void update(Call call, Groups<Counter> groups, Rows in) throws Exception {
      BigIntVector values = in.get(V);
      if (values.get(0) > ROWS / 2) {
        dieIn("update", call);
      }
      in.forEachRow(row -> groups.at(row).rows++);
    }

    @Override
    public void merge(Counter into, Counter from) {
      into.rows += from.rows;
    }

    @Override
    public void result(Call call, Counter state, BigIntVector out, int row) throws Exception {
      dieIn("result", call);
      out.set(row, state.rows);
    }

    @Override
    public StateCodec<Counter> stateCodec() {
      return Counter.codec();
    }
  }

  private static final class Window extends Aggregate
      implements WindowAggregate<Counter, Cursor, BigIntVector> {
    @Override
    public FunctionSpec spec() {
      return spec("phase_window");
    }

    @Override
    public Cursor prepare(Call call, Partition partition) throws Exception {
      dieIn("prepare", call);
      return new Cursor(partition.count());
    }

    @Override
    public void window(Call call, Cursor prepared, Frames frames, BigIntVector out)
        throws Exception {
      for (int row = 0; row < frames.count(); row++) {
        if (frames.end(row, 0) > prepared.next() / 2) {
          dieIn("window", call);
        }
        out.set(row, (long) frames.end(row, 0) - frames.start(row, 0));
      }
    }
  }

  /** Without constants, as only those are run over sorted rows; dies of a negative value. */
  private static final class Running implements RunningAggregate<Counter, BigIntVector> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.aggregate("phase_running").columns(V).returns(SqlType.BIGINT).build();
    }

    @Override
    public Counter newState() {
      return new Counter();
    }

    @Override
    public void update(Call call, Groups<Counter> groups, Rows in) {
      throw new AssertionError("the rows are sorted");
    }

    @Override
    public void merge(Counter into, Counter from) {
      throw new AssertionError("the rows are sorted");
    }

    @Override
    public void result(Call call, Counter state, BigIntVector out, int row) {
      throw new AssertionError("the rows are sorted");
    }

    @Override
    public void next(Call call, Counter state, Rows in, int row, BigIntVector out)
        throws Exception {
      if (in.get(V).get(row) < 0) {
        ProbeFaults.die();
      }
      out.set(row, ++state.rows);
    }

    @Override
    public StateCodec<Counter> stateCodec() {
      return Counter.codec();
    }
  }
}
