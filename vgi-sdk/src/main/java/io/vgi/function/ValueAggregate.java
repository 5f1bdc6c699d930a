package io.vgi.function;

import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueColumn;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Aggregates made from lambdas over values that are never changed. */
final class ValueAggregate<A, S, R>
    implements AggregateFunction<ValueAggregate.Held<S>, FieldVector> {
  private final FunctionSpec spec;
  private final ValueColumn<FieldVector, A> input;
  private final ValueCodec<R> result;
  private final S zero;
  private final ValueFunction.Of2<S, A, S> accumulate;
  private final ValueFunction.Of2<S, S, S> merge;
  private final ValueFunction.Of1<S, R> finish;
  private final StateCodec<Held<S>> codec;

  /** The state of one group: a value that is replaced. */
  static final class Held<S> {
    private @Nullable S value;

    Held(@Nullable S value) {
      this.value = value;
    }
  }

  ValueAggregate(
      String name,
      ValueCodec<A> input,
      Class<S> state,
      ValueCodec<R> result,
      S zero,
      ValueFunction.Of2<S, A, S> accumulate,
      ValueFunction.Of2<S, S, S> merge,
      ValueFunction.Of1<S, R> finish) {
    this.input = Column.of("x", input);
    this.result = result;
    this.zero = zero;
    this.accumulate = Objects.requireNonNull(accumulate, "accumulate is null");
    this.merge = Objects.requireNonNull(merge, "merge is null");
    this.finish = Objects.requireNonNull(finish, "finish is null");
    this.codec = codec(stateCodec(name, state));
    this.spec =
        FunctionSpec.aggregate(name)
            .columns(this.input)
            .returns(result.type())
            .nulls(input.isNullable() ? NullHandling.SPECIAL : NullHandling.DEFAULT)
            .build();
  }

  private static <S> StateCodec<S> stateCodec(String name, Class<S> state) {
    try {
      StateCodec<S> codec = StateCodec.of(state);
      codec.check();
      return codec;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The state of '" + name + "' cannot travel: " + e.getMessage(), e);
    }
  }

  private static <S> StateCodec<Held<S>> codec(StateCodec<S> values) {
    return StateCodec.of(
        (state, out) -> {
          out.writeBoolean(state.value != null);
          if (state.value != null) {
            values.write(state.value, out);
          }
        },
        in -> new Held<>(in.readBoolean() ? values.read(in) : null));
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public Held<S> newState() {
    return new Held<>(zero);
  }

  @Override
  @SuppressWarnings("NullAway") // a state is null only where the lambdas make it so
  public void update(Call call, Groups<Held<S>> groups, Rows in) throws Exception {
    ValueCodec.Reader<A> values = in.reader(input);
    FailingRows.visit(
        in,
        row -> {
          Held<S> state = groups.at(row);
          state.value = accumulate.apply(state.value, values.get(row));
        });
  }

  @Override
  @SuppressWarnings("NullAway") // a state is null only where the lambdas make it so
  public void merge(Call call, Held<S> into, Held<S> from) throws Exception {
    into.value = merge.apply(into.value, from.value);
  }

  @Override
  @SuppressWarnings("NullAway") // a state is null only where the lambdas make it so
  public void result(Call call, Held<S> state, FieldVector out, int row) throws Exception {
    result.set(out, row, finish.apply(state.value));
  }

  @Override
  public StateCodec<Held<S>> stateCodec() {
    return codec;
  }
}
