package io.vgi.function;

import io.vgi.type.Column;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * A scalar function made from a lambda over values by {@link ScalarFunction#of(String, Class,
 * Class, ValueFunction.Of1)} and its other forms. Immutable.
 *
 * @param <R> the Java type of its results
 */
public final class ValueScalar<R> implements ScalarFunction<FieldVector> {
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

  private final FunctionSpec spec;
  private final List<ValueColumn<FieldVector, ?>> inputs;
  private final ValueCodec<R> result;
  private final Row<R> function;

  /** Computes one row from the readers of its inputs. */
  @FunctionalInterface
  interface Row<R> {
    @Nullable R apply(Call call, Cell[] inputs, int row) throws Exception;
  }

  /** One input of a batch. */
  static final class Cell {
    private final ValueCodec.Reader<?> reader;
    private final boolean takesNull;

    Cell(ValueCodec<?> codec, ValueCodec.Reader<?> reader) {
      this.reader = reader;
      this.takesNull = codec.isNullable();
    }

    boolean lacks(int row) {
      return reader.get(row) == null;
    }

    // the caller made the column, and a value is null only where the codec says so
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
    <T> T get(int row) {
      return (T) reader.get(row);
    }
  }

  ValueScalar(
      String name, boolean repeats, List<ValueCodec<?>> inputs, ValueCodec<R> result, Row<R> row) {
    this(FunctionSpec.scalar(name), ValueTypes.columns(NAMES, repeats, inputs), result, row);
  }

  private ValueScalar(
      ScalarSpecBuilder spec,
      List<ValueColumn<FieldVector, ?>> inputs,
      ValueCodec<R> result,
      Row<R> row) {
    this.inputs = inputs;
    this.result = ValueTypes.checked(spec.name, Objects.requireNonNull(result, "result is null"));
    this.function = row;
    boolean nulls = inputs.stream().anyMatch(column -> column.codec().isNullable());
    this.spec =
        spec.columns(inputs.toArray(new Column<?>[0]))
            .returns(result.type())
            .nulls(nulls ? NullHandling.SPECIAL : NullHandling.DEFAULT)
            .build();
  }

  /**
   * This function with more to its declaration, such as documentation, examples, stability, and
   * what its {@link Call} is asked for: {@code declared(spec -> spec.doc("…").uses(SETTING),
   * "first", "last")}. Constants of {@code spec.args(…)} come before the values.
   *
   * @param more adds to the declaration; parameters and result are added to it
   * @param parameters what the parameters are called instead of {@code a}, {@code b} …, in order;
   *     those left out keep their names
   * @throws IllegalArgumentException when there are more names than parameters, or with everything
   *     that is wrong with the declaration
   */
  public ValueScalar<R> declared(UnaryOperator<ScalarSpecBuilder> more, String... parameters) {
    return new ValueScalar<>(
        more.apply(FunctionSpec.scalar(spec.name())),
        ValueTypes.renamed(spec.name(), inputs, parameters),
        result,
        function);
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public void eval(Call call, Rows in, FieldVector out) throws Exception {
    Cell[] all = cells(inputs, in);
    ValueCodec.Writer<R> results = result.writer(out);
    Cell[] strict = strict(spec, all);
    FailingRows.visit(
        in, row -> results.set(row, lacks(strict, row) ? null : function.apply(call, all, row)));
  }

  /** The inputs of a batch, those that repeat one by one. */
  static Cell[] cells(List<ValueColumn<FieldVector, ?>> inputs, Rows in) {
    List<Cell> cells = new ArrayList<>(inputs.size());
    for (ValueColumn<FieldVector, ?> column : inputs) {
      if (column.isVarargs()) {
        for (FieldVector vector : in.all(column)) {
          cells.add(new Cell(column.codec(), column.codec().reader(vector)));
        }
      } else {
        cells.add(new Cell(column.codec(), in.reader(column)));
      }
    }
    return cells.toArray(new Cell[0]);
  }

  /** The values of a row, of one type. */
  static <A> List<A> values(Cell[] inputs, int row) {
    List<A> values = new ArrayList<>(inputs.length);
    for (Cell input : inputs) {
      values.add(input.get(row));
    }
    return values;
  }

  /** The inputs that must not be NULL where one takes NULL, so that rows come with it in others. */
  static Cell[] strict(FunctionSpec spec, Cell[] cells) {
    return spec.nulls() == NullHandling.SPECIAL
        ? Arrays.stream(cells).filter(cell -> !cell.takesNull).toArray(Cell[]::new)
        : new Cell[0];
  }

  static boolean lacks(Cell[] strict, int row) {
    for (Cell cell : strict) {
      if (cell.lacks(row)) {
        return true;
      }
    }
    return false;
  }
}
