package io.vgi.example.aggregate;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.NullHandling;
import io.vgi.function.Rows;
import io.vgi.state.StateCodec;
import io.vgi.type.SqlType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.arrow.vector.BigIntVector;

/** The number of rows. */
final class Count implements AggregateFunction<Count.Tally, BigIntVector> {
  private static final StateCodec<Tally> CODEC = StateCodec.of(Tally::write, Tally::read);

  /** A number of rows. */
  static final class Tally {
    private long count;

    private void write(DataOutput out) throws IOException {
      out.writeLong(count);
    }

    private static Tally read(DataInput in) throws IOException {
      Tally state = new Tally();
      state.count = in.readLong();
      return state;
    }
  }

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.aggregate("vgi_count")
        .returns(SqlType.BIGINT)
        .nulls(NullHandling.SPECIAL)
        .doc("Count rows")
        .build();
  }

  @Override
  public Tally newState() {
    return new Tally();
  }

  @Override
  public void update(Call call, Groups<Tally> groups, Rows in) {
    int count = in.count();
    for (int row = 0; row < count; row++) {
      groups.at(row).count++;
    }
  }

  @Override
  public void merge(Tally into, Tally from) {
    into.count += from.count;
  }

  @Override
  public void result(Call call, Tally state, BigIntVector out, int row) {
    out.set(row, state.count);
  }

  @Override
  public StateCodec<Tally> stateCodec() {
    return CODEC;
  }
}
