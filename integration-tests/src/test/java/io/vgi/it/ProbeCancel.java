package io.vgi.it;

import io.vgi.catalog.Catalog;
import io.vgi.function.AggregateFunction;
import io.vgi.function.BatchWriter;
import io.vgi.function.BufferingFunction;
import io.vgi.function.Call;
import io.vgi.function.FinishingFunction;
import io.vgi.function.Frames;
import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpecBuilder;
import io.vgi.function.Groups;
import io.vgi.function.Partition;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.Scan;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.function.TableFunction;
import io.vgi.function.TableInOutFunction;
import io.vgi.function.WindowAggregate;
import io.vgi.param.Arg;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** A function of every model that goes on in one phase until its call is cancelled, or for ever. */
final class ProbeCancel {
  private static final Arg<String> FILE = Arg.varchar("file");
  private static final Arg<String> PHASE = Arg.varchar("phase");
  private static final Arg<String> HOW = Arg.varchar("how");
  private static final Column<BigIntVector> V = Column.bigint("v");
  private static final long MOST_SECONDS = 120;

  private ProbeCancel() {}

  static void addTo(Catalog.Builder probe) {
    probe
        .function(new Scalar())
        .function(new Producer())
        .function(new InOut())
        .function(new Finishing())
        .function(new Buffering())
        .function(new Aggregate())
        .function(new Window());
  }

  private static <B extends FunctionSpecBuilder<B>> B watched(B spec) {
    return spec.args(FILE, PHASE, HOW);
  }

  /** Says in the file that it begins, and how it was ended. */
  private static void goOn(Call call, String phase) throws Exception {
    if (!call.get(PHASE).equals(phase)) {
      return;
    }
    Path file = Path.of(call.get(FILE));
    note(file, "begun " + ProcessHandle.current().pid());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    switch (call.get(HOW)) {
      case "polls" -> {
        while (!call.cancelled()) {
          if (System.nanoTime() > end || Files.exists(Path.of(file + ".end"))) {
            note(file, "let go");
            return;
          }
          Thread.sleep(5);
        }
      }
      case "hooks" -> {
        CountDownLatch cancelled = new CountDownLatch(1);
        call.onCancel(cancelled::countDown);
        if (!cancelled.await(MOST_SECONDS, TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody cancelled");
        }
      }
      case "spins" -> {
        while (System.nanoTime() < end && !Files.exists(Path.of(file + ".end"))) {
          Thread.onSpinWait();
        }
      }
      default -> {
        // five seconds for whoever waits, without a look
        Thread.sleep(5_000);
      }
    }
    note(file, "ended");
  }

  private static void note(Path file, String word) throws IOException {
    Files.writeString(file, word + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  static final class Count {
    long rows;

    static StateCodec<Count> codec() {
      return StateCodec.of(
          (state, out) -> out.writeLong(state.rows),
          in -> {
            Count count = new Count();
            count.rows = in.readLong();
            return count;
          });
    }
  }

  /** A place in a result. */
  record Place(long next) {}

  private static final class Scalar implements ScalarFunction<BigIntVector> {
    @Override
    public FunctionSpec spec() {
      return watched(FunctionSpec.scalar("cancel_scalar"))
          .columns(V)
          .returns(SqlType.BIGINT)
          .build();
    }

    @Override
    public void eval(Call call, Rows in, BigIntVector out) throws Exception {
      goOn(call, "eval");
      in.forEachRow(row -> out.set(row, 1));
    }
  }

  private static final class Producer implements TableFunction<Place> {
    @Override
    public FunctionSpec spec() {
      return watched(FunctionSpec.table("cancel_producer")).returns(V).build();
    }

    @Override
    public Place open(Scan scan) throws Exception {
      goOn(scan, "open");
      return new Place(0);
    }

    @Override
    public @Nullable Place next(Scan scan, Place at, BatchWriter out) throws Exception {
      if (at.next() == 1) {
        goOn(scan, "next");
      }
      if (at.next() == 3) {
        return null;
      }
      out.get(V).set(0, at.next());
      out.rows(1);
      return new Place(at.next() + 1);
    }

    @Override
    public void onCancel(Scan scan, Place at) throws IOException {
      note(Path.of(scan.get(FILE)), scan.cancelled() ? "hook" : "hook of one not cancelled");
    }
  }

  private static final class InOut implements TableInOutFunction {
    @Override
    public FunctionSpec spec() {
      return watched(FunctionSpec.tableInOut("cancel_in_out")).tableInput().returns(V).build();
    }

    @Override
    public void apply(Scan scan, Rows in, BatchWriter out) throws Exception {
      goOn(scan, "apply");
      out.get(V).set(0, in.count());
      out.rows(1);
    }
  }

  private static final class Finishing implements FinishingFunction<Count> {
    @Override
    public FunctionSpec spec() {
      return watched(FunctionSpec.tableInOut("cancel_finishing")).tableInput().returns(V).build();
    }

    @Override
    public Count newState() {
      return new Count();
    }

    @Override
    public void apply(Scan scan, Count state, Rows in, BatchWriter out) throws Exception {
      goOn(scan, "apply");
      state.rows += in.count();
    }

    @Override
    public boolean finish(Scan scan, Count state, BatchWriter out) throws Exception {
      goOn(scan, "finish");
      out.get(V).set(0, state.rows);
      out.rows(1);
      return false;
    }

    @Override
    public StateCodec<Count> stateCodec() {
      return Count.codec();
    }
  }

  private static final class Buffering implements BufferingFunction<Count, Place> {
    @Override
    public FunctionSpec spec() {
      return watched(FunctionSpec.buffering("cancel_buffering")).tableInput().returns(V).build();
    }

    @Override
    public Count newState() {
      return new Count();
    }

    @Override
    public void sink(Sink sink, Count part, Rows in) throws Exception {
      goOn(sink, "sink");
      part.rows += in.count();
    }

    @Override
    public Count merge(Count left, Count right) {
      left.rows += right.rows;
      return left;
    }

    @Override
    public List<Place> open(Source source, Count all) throws Exception {
      goOn(source, "open");
      return List.of(new Place(0));
    }

    @Override
    public @Nullable Place next(Source source, Count all, Place at, BatchWriter out)
        throws Exception {
      goOn(source, "next");
      out.get(V).set(0, all.rows);
      out.rows(1);
      return null;
    }

    @Override
    public StateCodec<Count> stateCodec() {
      return Count.codec();
    }
  }

  private static class Aggregate implements AggregateFunction<Count, BigIntVector> {
    @Override
    public FunctionSpec spec() {
      return watched(FunctionSpec.aggregate("cancel_aggregate"))
          .columns(V)
          .returns(SqlType.BIGINT)
          .build();
    }

    @Override
    public Count newState() {
      return new Count();
    }

    @Override
    public void update(Call call, Groups<Count> groups, Rows in) throws Exception {
      goOn(call, "update");
      in.forEachRow(row -> groups.at(row).rows++);
    }

    @Override
    public void merge(Count into, Count from) {
      into.rows += from.rows;
    }

    @Override
    public void result(Call call, Count state, BigIntVector out, int row) throws Exception {
      goOn(call, "result");
      out.set(row, state.rows);
    }

    @Override
    public StateCodec<Count> stateCodec() {
      return Count.codec();
    }
  }

  private static final class Window extends Aggregate
      implements WindowAggregate<Count, Place, BigIntVector> {
    @Override
    public FunctionSpec spec() {
      return watched(FunctionSpec.aggregate("cancel_window"))
          .columns(V)
          .returns(SqlType.BIGINT)
          .build();
    }

    @Override
    public Place prepare(Call call, Partition partition) throws Exception {
      goOn(call, "prepare");
      return new Place(partition.count());
    }

    @Override
    public void window(Call call, Place prepared, Frames frames, BigIntVector out)
        throws Exception {
      goOn(call, "window");
      for (int row = 0; row < frames.count(); row++) {
        out.set(row, (long) frames.end(row, 0) - frames.start(row, 0));
      }
    }
  }
}
