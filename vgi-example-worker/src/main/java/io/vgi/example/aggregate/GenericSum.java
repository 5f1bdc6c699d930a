package io.vgi.example.aggregate;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** The sum of numbers of any type, in that type where it is an integer or a float. */
final class GenericSum implements AggregateFunction<GenericSum.State, FieldVector> {
  private static final Column<FieldVector> VALUE = Column.any("value").doc("Values to sum");

  /** A sum of integers and one of others, of which one is used. */
  static final class State {
    private final LongSum longs;
    private final DoubleSum doubles;

    private State(LongSum longs, DoubleSum doubles) {
      this.longs = longs;
      this.doubles = doubles;
    }

    private static void write(State state, DataOutput out) throws IOException {
      LongSum.codec().write(state.longs, out);
      DoubleSum.codec().write(state.doubles, out);
    }

    private static State read(DataInput in) throws IOException {
      LongSum longs = LongSum.codec().read(in);
      return new State(longs, DoubleSum.codec().read(in));
    }
  }

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.named("vgi_generic_sum")
        .columns(VALUE)
        .returns(SqlType.ANY)
        .doc("Sum any numeric type")
        .build();
  }

  @Override
  public SqlType bind(Bind bind) {
    SqlType type = bind.type(VALUE);
    boolean same =
        type.arrow() instanceof ArrowType.Int || type.arrow() instanceof ArrowType.FloatingPoint;
    return same ? type : SqlType.DOUBLE;
  }

  @Override
  public State newState() {
    return new State(new LongSum(), new DoubleSum());
  }

  @Override
  public void update(Call call, Groups<State> groups, Rows in) {
    FieldVector value = in.get(VALUE);
    if (value instanceof BaseIntVector ints) {
      in.forEachRow(row -> groups.at(row).longs.add(ints.getValueAsLong(row)));
    } else {
      in.forEachRow(row -> groups.at(row).doubles.add(Numbers.at(value, row)));
    }
  }

  @Override
  public void merge(State into, State from) {
    into.longs.addAll(from.longs);
    into.doubles.addAll(from.doubles);
  }

  @Override
  public void result(Call call, State state, FieldVector out, int row) {
    if (out instanceof BaseIntVector ints && state.longs.count() > 0) {
      ints.setWithPossibleTruncate(row, state.longs.sum());
    } else if (out instanceof Float8Vector doubles && state.doubles.seen()) {
      doubles.set(row, state.doubles.sum());
    } else if (out instanceof Float4Vector floats && state.doubles.seen()) {
      floats.set(row, (float) state.doubles.sum());
    }
  }

  @Override
  public StateCodec<State> stateCodec() {
    return StateCodec.of(State::write, State::read);
  }
}
