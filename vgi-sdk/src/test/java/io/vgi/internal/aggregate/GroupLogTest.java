package io.vgi.internal.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.state.Lifetime;
import io.vgi.state.StateCodec;
import io.vgi.state.StateStore;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;

class GroupLogTest {
  private static final byte[] EXECUTION = new byte[16];
  private static final Call CALL = BoundCalls.any();

  /** A list whose merge keeps what it is given instead of copying it. */
  private record Stealing() implements AggregateFunction<List<List<Integer>>, BigIntVector> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.aggregate("stealing").returns(SqlType.BIGINT).build();
    }

    @Override
    public List<List<Integer>> newState() {
      return new ArrayList<>();
    }

    @Override
    public void update(Call call, Groups<List<List<Integer>>> groups, Rows in) {
      throw new AssertionError("states are made by the test");
    }

    @Override
    public void merge(Call call, List<List<Integer>> into, List<List<Integer>> from) {
      if (into.isEmpty()) {
        into.addAll(from);
      } else {
        from.forEach(into.get(0)::addAll);
      }
    }

    @Override
    public void result(Call call, List<List<Integer>> state, BigIntVector out, int row) {
      throw new AssertionError("states are read by the test");
    }
  }

  private static final class Count {
    long rows;
  }

  private record Counting() implements AggregateFunction<Count, BigIntVector> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.aggregate("counting").returns(SqlType.BIGINT).build();
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
    public void merge(Call call, Count into, Count from) {
      into.rows += from.rows;
    }

    @Override
    public void result(Call call, Count state, BigIntVector out, int row) {
      throw new AssertionError("states are read by the test");
    }
  }

  private static final LogLimits SMALL =
      new LogLimits(1 << 20, 64 << 20, 4096, 8 << 20, Long.MAX_VALUE);

  private static GroupLog<Count> counting(StateStore store, LogLimits limits) {
    return new GroupLog<>(new Counting(), store, EXECUTION, limits);
  }

  private static long rows(GroupLog<Count> log, long group) throws Exception {
    return log.read(
        CALL,
        states -> {
          Count count = states.get(group);
          return count == null ? -1 : count.rows;
        });
  }

  private static long bytes(StateStore store) {
    long bytes = 0;
    for (StateStore.Entry entry :
        store.read(EXECUTION, "states", 0, Integer.MAX_VALUE, Long.MAX_VALUE)) {
      bytes += entry.bytes().length;
    }
    return bytes;
  }

  private static void count(GroupLog<Count> log, int groups) throws Exception {
    GroupMap<Count> states = log.newStates();
    for (int g = 0; g < groups; g++) {
      states.at(g).rows++;
    }
    log.update(CALL, states);
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
      List<GroupLog<Count>> processes = List.of(counting(store, SMALL), counting(store, SMALL));
      for (int t = 0; t < threads; t++) {
        GroupLog<Count> log = processes.get(t % 2);
        done.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < updates; i++) {
                    count(log, groups);
                  }
                  return null;
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
      pool.shutdown();
      // the log was compacted: what is left is far less than what was written
      assertThat(bytes(store)).isLessThan((long) threads * updates * groups * 16 / 10);
      GroupLog<Count> another = counting(store, SMALL);
      for (int g = 0; g < groups; g++) {
        assertThat(rows(another, g)).isEqualTo((long) threads * updates);
      }
    }
  }

  @Test
  void aReaderGoesOnBehindASnapshotAndBeginsAtOne() throws Exception {
    try (StateStore store = StateStore.memory()) {
      store.open(EXECUTION, Lifetime.execution());
      GroupLog<Count> writer = counting(store, SMALL);
      GroupLog<Count> reader = counting(store, SMALL);
      count(writer, 2);
      assertThat(rows(reader, 0)).isEqualTo(1);
      count(reader, 1);
      count(writer, 70_000); // makes a snapshot, of which the reader knows a part
      assertThat(store.read(EXECUTION, "states", 0, 9, Long.MAX_VALUE)).hasSize(1);
      assertThat(rows(reader, 0)).isEqualTo(3);
      assertThat(rows(writer, 0)).isEqualTo(3);
      count(reader, 1);
      assertThat(rows(writer, 0)).isEqualTo(4);
      assertThat(rows(reader, 69_999)).isEqualTo(1);
    }
  }

  @Test
  void aSnapshotThatWouldBeTooLargeIsNotWritten() throws Exception {
    try (StateStore store = StateStore.memory()) {
      store.open(EXECUTION, Lifetime.execution());
      GroupLog<Count> log = counting(store, new LogLimits(1_000, 5_000, 10, 1_000, Long.MAX_VALUE));
      for (int i = 0; i < 10; i++) {
        count(log, 1_000); // 16,005 bytes each
      }
      assertThat(store.read(EXECUTION, "states", 0, 99, Long.MAX_VALUE)).hasSize(10);
      assertThat(rows(log, 999)).isEqualTo(10);
    }
  }

  @Test
  void aLogThatIsGoneIsNotAnEmptyOne() throws Exception {
    try (StateStore store = StateStore.memory()) {
      store.open(EXECUTION, Lifetime.execution());
      GroupLog<Count> log = counting(store, SMALL);
      assertThat(rows(log, 0)).isEqualTo(-1);
      count(log, 1);
      GroupLog<Count> knows = counting(store, SMALL);
      assertThat(rows(knows, 0)).isEqualTo(1);
      store.clear(EXECUTION);
      assertThat(rows(knows, 0)).isEqualTo(1);
      assertThatThrownBy(() -> rows(log, 0))
          .hasMessage("This execution of 'counting' is over, its states are gone");
    }
  }

  @Test
  void statesGoIntoOthersAndStay() throws Exception {
    try (StateStore store = StateStore.memory()) {
      store.open(EXECUTION, Lifetime.execution());
      GroupLog<Count> first = counting(store, SMALL);
      GroupLog<Count> second = counting(store, SMALL);
      for (int i = 0; i < 3; i++) {
        GroupMap<Count> states = (i == 1 ? second : first).newStates();
        states.at(i).rows = 10L + i;
        (i == 1 ? second : first).update(CALL, states);
      }
      // a chain, and a source that never had a row
      second.combine(CALL, new long[] {0, 99}, new long[] {1, 1});
      first.combine(CALL, new long[] {1}, new long[] {2});
      assertThat(List.of(rows(second, 0), rows(second, 1), rows(second, 2)))
          .containsExactly(10L, 21L, 33L);
      assertThat(rows(second, 99)).isEqualTo(-1);
    }
  }

  @Test
  void anUpdateIsNotSeenByACombineBeforeIt() throws Exception {
    try (StateStore store = StateStore.memory()) {
      store.open(EXECUTION, Lifetime.execution());
      GroupLog<Count> log =
          counting(store, new LogLimits(1, 64 << 20, 4096, 8 << 20, Long.MAX_VALUE));
      for (int frame = 1; frame < 200; frame++) {
        // as the engine makes a frame: from the one before, then with rows of its own
        log.combine(CALL, new long[] {frame - 1}, new long[] {frame});
        GroupMap<Count> states = log.newStates();
        states.at(frame - 1).rows = 1;
        log.update(CALL, states);
      }
      assertThat(rows(log, 0)).isEqualTo(1);
      assertThat(rows(log, 1)).isEqualTo(1);
      assertThat(rows(log, 199)).isEqualTo(-1);
    }
  }

  @Test
  void aMergeThatKeepsWhatItIsGivenTiesNoGroupsTogether() throws Exception {
    try (StateStore store = StateStore.memory()) {
      store.open(EXECUTION, Lifetime.execution());
      GroupLog<List<List<Integer>>> log =
          new GroupLog<>(new Stealing(), store, EXECUTION, LogLimits.USUAL);
      for (int i = 0; i < 3; i++) {
        GroupMap<List<List<Integer>>> states = log.newStates();
        states.at(0).add(new ArrayList<>(List.of(i)));
        log.update(CALL, states);
        log.combine(CALL, new long[] {0}, new long[] {i + 1});
      }
      for (int i = 0; i < 3; i++) {
        List<Integer> expected = new ArrayList<>();
        for (int v = 0; v <= i; v++) {
          expected.add(v);
        }
        int group = i + 1;
        assertThat(log.<Object>read(CALL, states -> states.at(group))).isEqualTo(List.of(expected));
      }
    }
  }

  @Test
  void anEntryThatCannotBeReadLeavesNothingHalf() throws Exception {
    try (StateStore store = StateStore.memory()) {
      store.open(EXECUTION, Lifetime.execution());
      GroupLog<Count> log = counting(store, SMALL);
      count(log, 3);
      assertThat(rows(log, 0)).isEqualTo(1);
      count(log, 3);
      boolean[] broken = {true};
      Counting counting = new Counting();
      AggregateFunction<Count, BigIntVector> failing =
          new AggregateFunction<>() {
            @Override
            public FunctionSpec spec() {
              return counting.spec();
            }

            @Override
            public Count newState() {
              return counting.newState();
            }

            @Override
            public void update(Call call, Groups<Count> groups, Rows in) {
              counting.update(call, groups, in);
            }

            @Override
            public void merge(Call call, Count into, Count from) {
              counting.merge(call, into, from);
              if (broken[0]) {
                throw new IllegalStateException("once");
              }
            }

            @Override
            public void result(Call call, Count state, BigIntVector out, int row) {
              counting.result(call, state, out, row);
            }

            @Override
            public StateCodec<Count> stateCodec() {
              return counting.stateCodec();
            }
          };
      GroupLog<Count> reader = new GroupLog<>(failing, store, EXECUTION, SMALL);
      assertThatThrownBy(() -> rows(reader, 0)).hasMessage("once");
      broken[0] = false;
      assertThat(rows(reader, 0)).isEqualTo(2);
    }
  }

  @Test
  void everyOrderOfCallsGivesWhatOnePlainMapWould() throws Exception {
    try (StateStore store = StateStore.memory()) {
      GroupLogModel.compare(store, 60);
    }
  }
}
