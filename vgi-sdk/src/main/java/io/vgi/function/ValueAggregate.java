package io.vgi.function;

import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueColumn;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate made from lambdas over values that are never changed by {@link
 * AggregateFunction#of(String, Class, Class, Object, ValueFunction.Of2, ValueFunction.Of2)} and its
 * other forms. Immutable.
 *
 * @param <S> what is known of a group
 */
public final class ValueAggregate<S>
    implements AggregateFunction<ValueAggregate.Held<S>, FieldVector> {
  private static final List<String> NAMES = List.of("x", "y", "z", "v", "w");

  private final FunctionSpec spec;
  private final List<ValueColumn<FieldVector, ?>> inputs;
  private final Steps<S, ?> steps;

  /**
   * The state of one group: a value that is replaced.
   *
   * @param <S> the value
   */
  public static final class Held<S> {
    private @Nullable S value;

    private Held(@Nullable S value) {
      this.value = value;
    }
  }

  /** The next state of a group, with one more row. */
  @FunctionalInterface
  interface Row<S> {
    @Nullable S apply(S state, ValueScalar.Cell[] inputs, int row) throws Exception;
  }

  /** What is done with states. */
  static final class Steps<S, R> {
    private final S zero;
    private final Row<S> accumulate;
    private final ValueFunction.Of2<S, S, S> merge;
    private final ValueFunction.Of1<S, R> finish;
    private final ValueCodec<R> result;
    private final StateCodec<Held<S>> codec;

    Steps(
        String name,
        Class<S> state,
        S zero,
        Row<S> accumulate,
        ValueFunction.Of2<S, S, S> merge,
        ValueCodec<R> result,
        ValueFunction.Of1<S, R> finish) {
      this.zero = zero;
      this.accumulate = accumulate;
      this.merge = Objects.requireNonNull(merge, "merge is null");
      this.result = ValueTypes.checked(name, Objects.requireNonNull(result, "result is null"));
      this.finish = Objects.requireNonNull(finish, "finish is null");
      this.codec = codec(stateCodec(name, state));
    }

    @SuppressWarnings("NullAway") // a state is null only where the lambdas make it so
    void write(Held<S> state, FieldVector out, int row) throws Exception {
      result.set(out, row, finish.apply(state.value));
    }
  }

  ValueAggregate(String name, boolean repeats, List<ValueCodec<?>> inputs, Steps<S, ?> steps) {
    this(FunctionSpec.aggregate(name), ValueTypes.columns(NAMES, repeats, inputs), steps);
  }

  private ValueAggregate(
      AggregateSpecBuilder spec, List<ValueColumn<FieldVector, ?>> inputs, Steps<S, ?> steps) {
    this.inputs = inputs;
    this.steps = steps;
    boolean nulls = inputs.stream().anyMatch(column -> column.codec().isNullable());
    this.spec =
        spec.columns(inputs.toArray(new Column<?>[0]))
            .returns(steps.result.type())
            .nulls(nulls ? NullHandling.SPECIAL : NullHandling.DEFAULT)
            .build();
  }

  /**
   * This aggregate with more to its declaration, such as documentation and examples: {@code
   * declared(spec -> spec.doc("…"), "value", "weight")}.
   *
   * @param more adds to the declaration; parameters and result are added to it
   * @param parameters what the parameters are called instead of {@code x}, {@code y}, {@code z},
   *     {@code v}, {@code w}, in order; those left out keep their names
   * @throws IllegalArgumentException when there are more names than parameters, or with everything
   *     that is wrong with the declaration
   */
  public ValueAggregate<S> declared(
      UnaryOperator<AggregateSpecBuilder> more, String... parameters) {
    return new ValueAggregate<>(
        more.apply(FunctionSpec.aggregate(spec.name())),
        ValueTypes.renamed(spec.name(), inputs, parameters),
        steps);
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
    return new Held<>(steps.zero);
  }

  @Override
  @SuppressWarnings("NullAway") // a state is null only where the lambdas make it so
  public void update(Call call, Groups<Held<S>> groups, Rows in) throws Exception {
    ValueScalar.Cell[] cells = ValueScalar.cells(inputs, in);
    ValueScalar.Cell[] strict = ValueScalar.strict(spec, cells);
    FailingRows.visit(
        in,
        row -> {
          if (!ValueScalar.lacks(strict, row)) {
            Held<S> state = groups.at(row);
            state.value = steps.accumulate.apply(state.value, cells, row);
          }
        });
  }

  @Override
  @SuppressWarnings("NullAway") // a state is null only where the lambdas make it so
  public void merge(Call call, Held<S> into, Held<S> from) throws Exception {
    into.value = steps.merge.apply(into.value, from.value);
  }

  @Override
  public void result(Call call, Held<S> state, FieldVector out, int row) throws Exception {
    steps.write(state, out, row);
  }

  @Override
  public StateCodec<Held<S>> stateCodec() {
    return steps.codec;
  }
}
