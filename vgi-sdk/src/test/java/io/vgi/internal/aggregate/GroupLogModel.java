package io.vgi.internal.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.internal.call.RequestKey;
import io.vgi.state.Lifetime;
import io.vgi.state.StateCodec;
import io.vgi.state.StateStore;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.arrow.vector.BigIntVector;

/** What a log of states has to give, whatever keeps it. */
public final class GroupLogModel {
  private static final Call CALL = BoundCalls.any();

  private GroupLogModel() {}

  /** The rows that a group saw, in order. */
  private record Collect() implements AggregateFunction<StringBuilder, BigIntVector> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.aggregate("collect").returns(SqlType.BIGINT).orderDependent().build();
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
    public void merge(Call call, StringBuilder into, StringBuilder from) {
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

  /** Any calls from any process, with and without snapshots, give what one plain map would. */
  public static void compare(StateStore store, int rounds) throws Exception {
    for (int round = 0; round < rounds; round++) {
      Random random = new Random(round);
      LogLimits limits =
          new LogLimits(
              new long[] {1, 300, 2_000, Long.MAX_VALUE}[round % 4],
              random.nextInt(4) == 0 ? 200 : 1 << 20,
              1 + random.nextInt(5),
              1 + random.nextInt(400),
              round % 3 == 0 ? Long.MAX_VALUE : 1 + random.nextInt(20_000));
      byte[] execution = {77, (byte) round};
      store.open(execution, Lifetime.execution());
      compare(random, () -> new GroupLog<>(new Collect(), store, execution, limits));
      store.clear(execution);
    }
  }

  private static void compare(Random random, Supplier<GroupLog<StringBuilder>> begin)
      throws Exception {
    List<GroupLog<StringBuilder>> processes = new ArrayList<>();
    for (int p = 0; p < 4; p++) {
      processes.add(begin.get());
    }
    Map<Long, String> model = new HashMap<>();
    for (int step = 0; step < 300; step++) {
      int at = random.nextInt(processes.size());
      GroupLog<StringBuilder> log = processes.get(at);
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          GroupMap<StringBuilder> states = log.newStates();
          for (int i = random.nextInt(4); i >= 0; i--) {
            long group = random.nextInt(12);
            states.at(group).append(step).append(';');
            model.merge(group, step + ";", String::concat);
          }
          log.update(CALL, RequestKey.NONE, states);
        }
        case 2, 3 -> {
          long[] sources = {random.nextInt(12), random.nextInt(12)};
          long[] targets = {random.nextInt(12), 12L + step};
          for (int i = 0; i < 2; i++) {
            String from = model.get(sources[i]);
            if (from != null && from.length() < 200) {
              model.merge(targets[i], from, String::concat);
            } else {
              sources[i] = 1_000_000;
            }
          }
          log.combine(CALL, RequestKey.NONE, sources, targets);
        }
        case 4 -> processes.set(at, begin.get()); // evicted, or the process died
        default -> check(log, model);
      }
    }
    for (GroupLog<StringBuilder> log : processes) {
      check(log, model);
    }
  }

  private static void check(GroupLog<StringBuilder> log, Map<Long, String> model) throws Exception {
    Map<Long, String> seen = new HashMap<>();
    log.read(
        CALL,
        states -> {
          states.forEach((group, state) -> seen.put(group, state.toString()));
          assertThat(states.size()).isEqualTo(seen.size());
          return 0;
        });
    assertThat(seen).isEqualTo(model);
  }
}
