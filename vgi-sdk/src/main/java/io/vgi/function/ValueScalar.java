package io.vgi.function;

import io.vgi.type.Column;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueColumn;
import java.util.ArrayList;
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
  private static final String NAMES = "abcde";

  private final FunctionSpec spec;
  private final List<ValueColumn<FieldVector, ?>> inputs;
  private final ValueCodec<R> result;
  private final Row<R> function;

  /** Computes one row from the readers of its inputs. */
  @FunctionalInterface
  interface Row<R> {
    @Nullable R apply(Cell[] inputs, int row) throws Exception;
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
    this(FunctionSpec.scalar(name), columns(repeats, inputs), result, row);
  }

  private ValueScalar(
      ScalarSpecBuilder spec,
      List<ValueColumn<FieldVector, ?>> inputs,
      ValueCodec<R> result,
      Row<R> row) {
    this.inputs = inputs;
    this.result = Objects.requireNonNull(result, "result is null");
    this.function = row;
    boolean nulls = inputs.stream().anyMatch(column -> column.codec().isNullable());
    this.spec =
        spec.columns(inputs.toArray(new Column<?>[0]))
            .returns(result.type())
            .nulls(nulls ? NullHandling.SPECIAL : NullHandling.DEFAULT)
            .build();
  }

  private static List<ValueColumn<FieldVector, ?>> columns(
      boolean repeats, List<ValueCodec<?>> inputs) {
    List<ValueColumn<FieldVector, ?>> columns = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      ValueColumn<FieldVector, ?> column = Column.of(NAMES.substring(i, i + 1), inputs.get(i));
      columns.add(repeats ? column.varargs() : column);
    }
    return columns;
  }

  /**
   * This function with more to its declaration, such as documentation, examples and stability:
   * {@code declared(spec -> spec.doc("…"), "first", "last")}.
   *
   * @param more adds to the declaration, which has parameters and result already
   * @param parameters what the parameters are called instead of {@code a}, {@code b} …, in order;
   *     those left out keep their names
   * @throws IllegalArgumentException when there are more names than parameters, or with everything
   *     that is wrong with the declaration
   */
  public ValueScalar<R> declared(UnaryOperator<ScalarSpecBuilder> more, String... parameters) {
    if (parameters.length > inputs.size()) {
      throw new IllegalArgumentException(
          "'"
              + spec.name()
              + "' has "
              + inputs.size()
              + " parameters, not "
              + parameters.length
              + " to be named");
    }
    List<ValueColumn<FieldVector, ?>> named = new ArrayList<>(inputs);
    for (int i = 0; i < parameters.length; i++) {
      ValueColumn<FieldVector, ?> column = Column.of(parameters[i], inputs.get(i).codec());
      named.set(i, inputs.get(i).isVarargs() ? column.varargs() : column);
    }
    return new ValueScalar<>(more.apply(FunctionSpec.scalar(spec.name())), named, result, function);
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public void eval(Call call, Rows in, FieldVector out) throws Exception {
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
    Cell[] all = cells.toArray(new Cell[0]);
    ValueCodec.Writer<R> results = result.writer(out);
    // where one input takes NULL, rows come here that have it in another
    Cell[] strict =
        spec.nulls() == NullHandling.SPECIAL
            ? cells.stream().filter(cell -> !cell.takesNull).toArray(Cell[]::new)
            : new Cell[0];
    FailingRows.visit(
        in, row -> results.set(row, lacks(strict, row) ? null : function.apply(all, row)));
  }

  private static boolean lacks(Cell[] strict, int row) {
    for (Cell cell : strict) {
      if (cell.lacks(row)) {
        return true;
      }
    }
    return false;
  }
}
