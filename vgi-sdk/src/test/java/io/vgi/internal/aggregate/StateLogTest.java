package io.vgi.internal.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.state.Lifetime;
import io.vgi.state.StateCodec;
import io.vgi.state.StateStore;
import io.vgi.type.SqlType;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;

class StateLogTest {
  private static final byte[] EXECUTION = new byte[16];

  /** What a group saw: a sum, or the rows in order. */
  private record Collect(boolean ordered)
      implements AggregateFunction<StringBuilder, BigIntVector> {
    @Override
    public FunctionSpec spec() {
      FunctionSpec.Builder spec = FunctionSpec.named("collect").returns(SqlType.BIGINT);
      return ordered ? spec.orderDependent().build() : spec.build();
    }

    @Override
    public StringBuilder newState() {
      return new StringBuilder();
    }

    @Override
    public void update(Call call, Groups<StringBuilder> groups, Rows in) {
      throw new AssertionError("states are made by the test");
    }

    @Override
    public void merge(StringBuilder into, StringBuilder from) {
      into.append(from);
    }

    @Override
    public void result(Call call, StringBuilder state, BigIntVector out, int row) {
      throw new AssertionError("states are read by the test");
    }

    @Override
    public StateCodec<StringBuilder> stateCodec() {
      return StateCodec.of(
          (state, out) -> out.writeUTF(state.toString()), in -> new StringBuilder(in.readUTF()));
    }
  }

  private static final class Count {
    long rows;
  }

  private record Counting() implements AggregateFunction<Count, BigIntVector> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.named("counting").returns(SqlType.BIGINT).build();
    }

    @Override
    public Count newState() {
      return new Count();
    }

    @Override
    public void update(Call call, Groups<Count> groups, Rows in) {
      throw new AssertionError("states are made by the test");
    }

    @Override
    public void merge(Count into, Count from) {
      into.rows += from.rows;
    }

    @Override
    public void result(Call call, Count state, BigIntVector out, int row) {
      throw new AssertionError("states are read by the test");
    }

    @Override
    public StateCodec<Count> stateCodec() {
      return StateCodec.of(
          (state, out) -> out.writeLong(state.rows),
          in -> {
            Count count = new Count();
            count.rows = in.readLong();
            return count;
          });
    }
  }

  @Test
  void nothingIsLostBetweenThreadsOfSeveralProcesses() throws Exception {
    try (StateStore store = StateStore.memory()) {
      store.open(EXECUTION, Lifetime.execution());
      int threads = 8;
      int updates = 400;
      int groups = 3_000;
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      List<Future<?>> done = new ArrayList<>();
      List<StateLog<Count>> processes =
          List.of(
              new StateLog<>(new Counting(), new Counting().spec(), store, EXECUTION),
              new StateLog<>(new Counting(), new Counting().spec(), store, EXECUTION));
      for (int t = 0; t < threads; t++) {
        StateLog<Count> log = processes.get(t % 2);
        done.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < updates; i++) {
                    GroupMap<Count> states = log.newStates();
                    for (int g = 0; g < groups; g++) {
                      states.at(g).rows++;
                    }
                    log.update(states);
                  }
                  return null;
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
      pool.shutdown();
      // the log was compacted: what is left is far less than what was written
      long left = 0;
      for (StateStore.Entry entry :
          store.read(EXECUTION, "states", 0, Integer.MAX_VALUE, Long.MAX_VALUE)) {
        left += entry.bytes().length;
      }
      assertThat(left).isLessThan((long) threads * updates * groups * 16 / 10);
      GroupMap<Count> all =
          new StateLog<>(new Counting(), new Counting().spec(), store, EXECUTION).replay();
      for (int g = 0; g < groups; g++) {
        Count count = all.get(g);
        assertThat(count).isNotNull();
        assertThat(count.rows).isEqualTo((long) threads * updates);
      }
    }
  }

  /** {@code store}, where {@code between} happens after the first portion of a log was read. */
  private static StateStore interrupted(StateStore store, Callable<?> between) {
    boolean[] done = {false};
    return (StateStore)
        Proxy.newProxyInstance(
            StateStore.class.getClassLoader(),
            new Class<?>[] {StateStore.class},
            (proxy, method, arguments) -> {
              Object result = method.invoke(store, arguments);
              if (method.getName().equals("read") && !done[0]) {
                done[0] = true;
                between.call();
              }
              return result;
            });
  }

  private static void count(StateLog<Count> log, int groups) throws Exception {
    GroupMap<Count> states = log.newStates();
    for (int g = 0; g < groups; g++) {
      states.at(g).rows++;
    }
    log.update(states);
  }

  @Test
  void whatIsMergedWhileTheLogIsReadIsNotLost() throws Exception {
    try (StateStore store = StateStore.memory()) {
      store.open(EXECUTION, Lifetime.execution());
      StateLog<Count> writer =
          new StateLog<>(new Counting(), new Counting().spec(), store, EXECUTION);
      int updates = 5_000; // more than one portion
      for (int i = 0; i < updates; i++) {
        count(writer, 1);
      }
      StateStore merging =
          interrupted(
              store,
              () -> {
                count(writer, 70_000); // enough to merge all of them
                return null;
              });
      StateLog<Count> reader =
          new StateLog<>(new Counting(), new Counting().spec(), merging, EXECUTION);
      assertThat(reader.replay().at(0).rows).isEqualTo(updates + 1);
      assertThat(store.replacements(EXECUTION, "states")).isEqualTo(1);
    }
  }

  @Test
  void whatIsMergedAfterTheLogWasReadIsSeenTheNextTime() throws Exception {
    try (StateStore store = StateStore.memory()) {
      store.open(EXECUTION, Lifetime.execution());
      StateLog<Count> first =
          new StateLog<>(new Counting(), new Counting().spec(), store, EXECUTION);
      StateLog<Count> second =
          new StateLog<>(new Counting(), new Counting().spec(), store, EXECUTION);
      count(first, 2);
      count(second, 1);
      assertThat(second.replay().at(0).rows).isEqualTo(2);
      // goes into the first entry, so that the last one is the same as before
      count(first, 70_000);
      assertThat(second.replay().at(0).rows).isEqualTo(3);
    }
  }

  @Test
  void statesGoIntoOthersAndStay() throws Exception {
    try (StateStore store = StateStore.memory()) {
      store.open(EXECUTION, Lifetime.execution());
      StateLog<Count> first =
          new StateLog<>(new Counting(), new Counting().spec(), store, EXECUTION);
      StateLog<Count> second =
          new StateLog<>(new Counting(), new Counting().spec(), store, EXECUTION);
      for (int i = 0; i < 3; i++) {
        GroupMap<Count> states = (i == 1 ? second : first).newStates();
        states.at(i).rows = 10L + i;
        (i == 1 ? second : first).update(states);
      }
      // a chain, and a source that never had a row
      second.combine(new long[] {0, 99}, new long[] {1, 1});
      first.combine(new long[] {1}, new long[] {2});
      GroupMap<Count> all = second.replay();
      assertThat(List.of(all.at(0).rows, all.at(1).rows, all.at(2).rows))
          .containsExactly(10L, 21L, 33L);
      assertThat(all.get(99)).isNull();
    }
  }

  @Test
  void orderIsKeptWhereItMatters() throws Exception {
    try (StateStore store = StateStore.memory()) {
      store.open(EXECUTION, Lifetime.execution());
      Random random = new Random(3);
      List<StateLog<StringBuilder>> processes =
          List.of(
              new StateLog<>(new Collect(true), new Collect(true).spec(), store, EXECUTION),
              new StateLog<>(new Collect(true), new Collect(true).spec(), store, EXECUTION));
      StringBuilder expected = new StringBuilder();
      for (int i = 0; i < 500; i++) {
        StateLog<StringBuilder> log = processes.get(random.nextInt(2));
        GroupMap<StringBuilder> states = log.newStates();
        states.at(1).append(i).append(',').append("x".repeat(50));
        expected.append(i).append(',').append("x".repeat(50));
        log.update(states);
      }
      StringBuilder all = processes.get(0).replay().get(1);
      assertThat(all).isNotNull();
      assertThat(all.toString()).isEqualTo(expected.toString());
    }
  }
}
