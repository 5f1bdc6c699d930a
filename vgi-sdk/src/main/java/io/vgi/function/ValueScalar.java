package io.vgi.function;

import io.vgi.type.Column;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Scalars made from a lambda over values. */
final class ValueScalar<R> implements ScalarFunction<FieldVector> {
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
    this.inputs = new ArrayList<>();
    this.result = Objects.requireNonNull(result, "result is null");
    this.function = row;
    boolean nulls = false;
    for (int i = 0; i < inputs.size(); i++) {
      ValueColumn<FieldVector, ?> column = Column.of(NAMES.substring(i, i + 1), inputs.get(i));
      this.inputs.add(repeats ? column.varargs() : column);
      nulls |= inputs.get(i).isNullable();
    }
    this.spec =
        FunctionSpec.scalar(name)
            .columns(this.inputs.toArray(new Column<?>[0]))
            .returns(result.type())
            .nulls(nulls ? NullHandling.SPECIAL : NullHandling.DEFAULT)
            .build();
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
