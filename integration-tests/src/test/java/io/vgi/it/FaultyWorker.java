package io.vgi.it;

import io.vgi.Worker;
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
import io.vgi.function.ScalarFunction;
import io.vgi.function.Scan;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.function.TableFunction;
import io.vgi.function.TableInOutFunction;
import io.vgi.function.TableShape;
import io.vgi.function.WindowAggregate;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;

/** A worker whose functions fail, each in another step. */
public final class FaultyWorker {
  private static final Column<BigIntVector> X = Column.bigint("x");
  private static final Column<BigIntVector> N = Column.bigint("n");

  private FaultyWorker() {}

  /** Serves the catalog {@code faulty}. */
  public static void main(String[] args) {
    Worker.of(catalog()).run(args);
  }

  static Catalog catalog() {
    Catalog.Builder faulty = Catalog.named("faulty");
    faulty
        .function(ScalarFunction.longs("scalar_fails", x -> x < 5000 ? x : fail("at " + x)))
        .function(ScalarFunction.longs("class_fails", x -> Unready.VALUE + x))
        .function(ScalarFunction.longs("hostile", x -> hostile()))
        .function(ScalarFunction.longs("huge", x -> fail("x".repeat(20 << 20))))
        .function(new ScanFails())
        .function(new BindFails())
        .function(new RowsFail())
        .function(new EndFails());
    for (String step : List.of("sink", "open", "next")) {
      faulty.function(
          new BufferFails(FunctionSpec.buffering(step + "_fails").tableInput().build(), step));
    }
    for (String step : List.of("update", "merge", "result")) {
      faulty.function(new GroupsFail(aggregate(step + "_fails"), step));
    }
    faulty
        .function(new FramesFail(aggregate("frames_fail")))
        .function(new RunFails(aggregate("run_fails")));
    return faulty.build();
  }

  private static FunctionSpec aggregate(String name) {
    return FunctionSpec.aggregate(name).columns(X).returns(SqlType.BIGINT).build();
  }

  private static long fail(String how) {
    throw new IllegalStateException("on purpose " + how);
  }

  private static void failIf(boolean now) {
    if (now) {
      fail("here");
    }
  }

  private static long hostile() {
    throw new IllegalStateException() {
      private static final long serialVersionUID = 1L;

      @Override
      public String getMessage() {
        throw new UnsupportedOperationException("no message either");
      }
    };
  }

  private static final class Unready {
    static final long VALUE = Long.parseLong("many");
  }

  private record ScanFails() implements TableFunction<ScanFails.At> {
    record At(long n) {}

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("scan_fails").returns(N).build();
    }

    @Override
    public At open(Scan scan) {
      return new At(1);
    }

    @Override
    public At next(Scan scan, At at, BatchWriter out) {
      failIf(at.n() == 3);
      out.get(N).set(0, at.n());
      out.rows(1);
      return new At(at.n() + 1);
    }
  }

  private record BindFails() implements TableFunction<ScanFails.At> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("bind_fails").returns(N).build();
    }

    @Override
    public TableShape bind(Bind bind) {
      throw new IllegalStateException("on purpose here");
    }

    @Override
    public ScanFails.At open(Scan scan) {
      return new ScanFails.At(1);
    }

    @Override
    public ScanFails.At next(Scan scan, ScanFails.At at, BatchWriter out) {
      return at;
    }
  }

  private record RowsFail() implements TableInOutFunction {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.tableInOut("rows_fail").tableInput().build();
    }

    @Override
    public void apply(Scan scan, Rows in, BatchWriter out) {
      fail("here");
    }
  }

  private record EndFails() implements FinishingFunction<long[]> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.tableInOut("end_fails").tableInput().build();
    }

    @Override
    public long[] newState() {
      return new long[1];
    }

    @Override
    public void apply(Scan scan, long[] state, Rows in, BatchWriter out) {
      out.rows(0);
    }

    @Override
    public boolean finish(Scan scan, long[] state, BatchWriter out) {
      fail("here");
      return false;
    }

    @Override
    public StateCodec<long[]> stateCodec() {
      return codec();
    }
  }

  private static StateCodec<long[]> codec() {
    return StateCodec.of((state, out) -> out.writeLong(state[0]), in -> new long[] {in.readLong()});
  }

  private record BufferFails(FunctionSpec spec, String step)
      implements BufferingFunction<long[], ScanFails.At> {
    @Override
    public long[] newState() {
      return new long[1];
    }

    @Override
    public void sink(Sink sink, long[] part, Rows in) {
      failIf(step.equals("sink"));
    }

    @Override
    public long[] merge(long[] left, long[] right) {
      return left;
    }

    @Override
    public List<ScanFails.At> open(Source source, long[] all) {
      failIf(step.equals("open"));
      return List.of(new ScanFails.At(1));
    }

    @Override
    public ScanFails.At next(Source source, long[] all, ScanFails.At at, BatchWriter out) {
      fail("here");
      return at;
    }

    @Override
    public StateCodec<long[]> stateCodec() {
      return codec();
    }
  }

  private static class GroupsFail implements AggregateFunction<long[], BigIntVector> {
    private final FunctionSpec spec;
    private final String step;

    GroupsFail(FunctionSpec spec, String step) {
      this.spec = spec;
      this.step = step;
    }

    @Override
    public FunctionSpec spec() {
      return spec;
    }

    @Override
    public long[] newState() {
      return new long[1];
    }

    @Override
    public void update(Call call, Groups<long[]> groups, Rows in) {
      failIf(step.equals("update"));
      for (int row = 0; row < in.count(); row++) {
        groups.at(row)[0]++;
      }
    }

    @Override
    public void merge(long[] into, long[] from) {
      failIf(step.equals("merge"));
      into[0] += from[0];
    }

    @Override
    public void result(Call call, long[] state, BigIntVector out, int row) {
      failIf(step.equals("result"));
      out.set(row, state[0]);
    }

    @Override
    public StateCodec<long[]> stateCodec() {
      return codec();
    }
  }

  private static final class FramesFail extends GroupsFail
      implements WindowAggregate<long[], long[], BigIntVector> {
    FramesFail(FunctionSpec spec) {
      super(spec, "");
    }

    @Override
    public long[] prepare(Call call, Partition partition) {
      return new long[1];
    }

    @Override
    public void window(Call call, long[] prepared, Frames frames, BigIntVector out) {
      fail("here");
    }
  }

  private static final class RunFails extends GroupsFail
      implements RunningAggregate<long[], BigIntVector> {
    RunFails(FunctionSpec spec) {
      super(spec, "");
    }

    @Override
    public void next(Call call, long[] state, Rows in, int row, BigIntVector out) {
      fail("here");
    }
  }
}
