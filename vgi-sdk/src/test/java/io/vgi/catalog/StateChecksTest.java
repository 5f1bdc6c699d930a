package io.vgi.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.function.AggregateFunction;
import io.vgi.function.BatchWriter;
import io.vgi.function.BufferingFunction;
import io.vgi.function.Call;
import io.vgi.function.FinishingFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.ReducingFunction;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.function.SqlFunction;
import io.vgi.internal.state.StateBytes;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;

/** A state that cannot travel is a fault of the declaration; one that can needs no codec. */
class StateChecksTest {
  private static final Column<BigIntVector> N = Column.bigint("n");

  private abstract static class Total<S> implements AggregateFunction<S, BigIntVector> {
    private final Supplier<S> fresh;

    Total(Supplier<S> fresh) {
      this.fresh = fresh;
    }

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.aggregate("total").columns(N).returns(SqlType.BIGINT).build();
    }

    @Override
    public S newState() {
      return fresh.get();
    }

    @Override
    public void update(Call call, Groups<S> groups, Rows in) {}

    @Override
    public void merge(Call call, S into, S from) {}

    @Override
    public void result(Call call, S state, BigIntVector out, int row) {}
  }

  /** A state that names its type nowhere. */
  private static final class Open<S> extends Total<S> {
    Open(Supplier<S> fresh) {
      super(fresh);
    }
  }

  private static final class Atomic extends Total<AtomicLong> {
    Atomic() {
      super(AtomicLong::new);
    }
  }

  private static final class Longs extends Total<long[]> {
    Longs() {
      super(() -> new long[2]);
    }
  }

  private static final class Lists extends Total<List<String>> {
    Lists() {
      super(ArrayList::new);
    }
  }

  private static final class OwnCodec extends Total<AtomicLong> {
    OwnCodec() {
      super(AtomicLong::new);
    }

    @Override
    public StateCodec<AtomicLong> stateCodec() {
      return StateCodec.of(
          (state, out) -> out.writeLong(state.get()), in -> new AtomicLong(in.readLong()));
    }
  }

  private static final class Reducing implements ReducingFunction<Thread> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.buffering("reducing").tableInput().returns(N).build();
    }

    @Override
    public Thread newState() {
      return new Thread();
    }

    @Override
    public void sink(Sink sink, Thread part, Rows in) {}

    @Override
    public Thread merge(Call call, Thread left, Thread right) {
      return left;
    }

    @Override
    public void result(Source source, Thread all, BatchWriter out) {}
  }

  private static final class Finishing implements FinishingFunction<Runnable> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.tableInOut("finishing").tableInput().returns(N).build();
    }

    @Override
    public Runnable newState() {
      return () -> {};
    }

    @Override
    public void apply(Scan scan, Runnable state, Rows in, BatchWriter out) {}

    @Override
    public boolean finish(Scan scan, Runnable state, BatchWriter out) {
      return false;
    }
  }

  private static Catalog build(SqlFunction function) {
    return Catalog.named("c").schema("main", s -> s.function(function)).build();
  }

  private static void refused(SqlFunction function, String... texts) {
    assertThatThrownBy(() -> build(function)).hasMessageContainingAll(texts);
  }

  @Test
  void whatCannotTravelIsAFault() {
    refused(
        new Atomic(),
        "aggregate 'total' cannot keep its state",
        "java.util.concurrent.atomic.AtomicLong has no codec",
        "override stateCodec()");
    refused(new Open<>(() -> new long[1]), "aggregate 'total' cannot keep its state", "S has no");
    refused(new Reducing(), "'reducing' cannot keep its state", "java.lang.Thread has no codec");
    refused(new Finishing(), "'finishing' cannot keep its state", "java.lang.Runnable has no");
  }

  @Test
  void whatCanNeedsNoCodec() throws IOException {
    build(new OwnCodec());
    build(new Longs());
    build(new Lists());
    build(BufferingFunction.keeping(FunctionSpec.buffering("kept").tableInput().build()));
    StateCodec<long[]> longs = new Longs().stateCodec();
    assertThat(StateBytes.copy(longs, new long[] {1, 2})).containsExactly(1, 2);
    assertThat(new Longs().stateCodec()).as("found once").isSameAs(longs);
    assertThat(StateBytes.copy(new Lists().stateCodec(), List.of("a"))).containsExactly("a");
  }
}
