package io.vgi.testing;

import io.vgi.catalog.Catalog;
import io.vgi.function.AggregateFunction;
import io.vgi.function.Call;
import io.vgi.function.Frames;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Partition;
import io.vgi.function.Rows;
import io.vgi.function.RunningAggregate;
import io.vgi.function.WindowAggregate;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;

/** Sums of every kind, NULL over no rows: a state counts its rows and sums them. */
final class Totals {
  private static final Column<BigIntVector> NUMBER = Column.bigint("number");
  private static final Arg<Long> FACTOR = Arg.bigint("factor");

  private Totals() {}

  static Catalog catalog() {
    return Catalog.named("totals")
        .function(new Total("total"))
        .function(new WindowTotal())
        .function(new RunningTotal())
        .function(new LastOne())
        .build();
  }

  private static class Total implements AggregateFunction<long[], BigIntVector> {
    private final String name;

    Total(String name) {
      this.name = name;
    }

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.aggregate(name)
          .args(FACTOR)
          .columns(NUMBER)
          .returns(SqlType.BIGINT)
          .build();
    }

    @Override
    public long[] newState() {
      return new long[2];
    }

    @Override
    public void update(Call call, Groups<long[]> groups, Rows in) {
      BigIntVector numbers = in.get(NUMBER);
      in.forEachRow(
          row -> {
            if (numbers.get(row) < 0) {
              throw VgiException.invalidArgument("Nobody pays " + numbers.get(row));
            }
            groups.at(row)[0]++;
            groups.at(row)[1] += call.get(FACTOR) * numbers.get(row);
          });
    }

    @Override
    public void merge(Call call, long[] into, long[] from) {
      into[0] += from[0];
      into[1] += from[1];
    }

    @Override
    public void result(Call call, long[] state, BigIntVector out, int row) {
      if (state[0] > 0) {
        out.set(row, state[1]);
      }
    }
  }

  private static final class WindowTotal extends Total
      implements WindowAggregate<long[], long[], BigIntVector> {
    WindowTotal() {
      super("window_total");
    }

    @Override
    public long[] prepare(Call call, Partition partition) {
      long[] sums = new long[partition.count() + 1];
      BigIntVector numbers = partition.get(NUMBER);
      for (int row = 0; row < partition.count(); row++) {
        sums[row + 1] =
            sums[row] + (partition.counts(row) ? call.get(FACTOR) * numbers.get(row) : 0);
      }
      return sums;
    }

    @Override
    public void window(Call call, long[] sums, Frames frames, BigIntVector out) {
      for (int row = 0; row < frames.count(); row++) {
        long total = 0;
        for (int part = 0; part < frames.parts(row); part++) {
          total += sums[frames.end(row, part)] - sums[frames.start(row, part)];
        }
        out.set(row, total);
      }
    }
  }

  private static final class RunningTotal extends Total
      implements RunningAggregate<long[], BigIntVector> {
    RunningTotal() {
      super("running_total");
    }

    @Override
    public void next(Call call, long[] state, Rows in, int from, int to, BigIntVector out) {
      for (int row = from; row < to; row++) {
        if (!in.get(NUMBER).isNull(row)) {
          state[0]++;
          state[1] += call.get(FACTOR) * in.get(NUMBER).get(row);
        }
        result(call, state, out, row);
      }
    }
  }

  /** What depends on the order in which states are merged, which is a fault. */
  private static final class LastOne extends Total {
    LastOne() {
      super("last_one");
    }

    @Override
    public void update(Call call, Groups<long[]> groups, Rows in) {
      in.forEachRow(
          row -> {
            groups.at(row)[0] = 1;
            groups.at(row)[1] = in.get(NUMBER).get(row);
          });
    }

    @Override
    public void merge(Call call, long[] into, long[] from) {
      into[0] = from[0];
      into[1] = from[1];
    }
  }
}
