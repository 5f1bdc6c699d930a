package io.vgi.function;

import io.vgi.internal.value.VectorClass;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Functions made from a declaration and lambdas. */
final class Kernels {
  private Kernels() {}

  /** One value per row. */
  record OfValues<V extends FieldVector>(FunctionSpec spec, ScalarFunction.Kernel<V> kernel)
      implements ScalarFunction<V> {
    static <V extends FieldVector> OfValues<V> of(
        FunctionSpec spec, Class<V> vector, ScalarFunction.Kernel<V> kernel) {
      SqlType result = spec.result();
      Class<?> holder = result == null ? null : VectorClass.other(result, vector);
      if (result != null && holder != null) {
        throw new IllegalArgumentException(
            "Function '"
                + spec.name()
                + "' writes its result to a "
                + vector.getSimpleName()
                + ", but "
                + result.sql()
                + " is held by a "
                + holder.getSimpleName());
      }
      return new OfValues<>(spec, kernel);
    }

    @Override
    public void eval(Call call, Rows in, V out) throws Exception {
      kernel.eval(call, in, out);
    }
  }

  /** Rows from rows. */
  record OfBatches(FunctionSpec spec, TableInOutFunction.Kernel kernel)
      implements TableInOutFunction {
    @Override
    public void apply(Scan scan, Rows in, BatchWriter out) throws Exception {
      kernel.apply(scan, in, out);
    }
  }

  /** Rows of which each is known by its number. */
  record OfRange(FunctionSpec spec, TableFunction.RowCount count, TableFunction.RangeKernel kernel)
      implements TableFunction<OfRange.Place> {
    /**
     * Where a scan stands.
     *
     * @param row the number of the next row
     * @param end the number behind the last row
     */
    record Place(long row, long end) {}

    OfRange {
      if (spec.output().isEmpty()) {
        throw new IllegalArgumentException(
            "Function '" + spec.name() + "' gives no columns: declare them with returns(…)");
      }
    }

    @Override
    public TableShape bind(Bind bind) throws Exception {
      return TableShape.of(spec.output()).cardinality(Math.max(0, count.of(bind)));
    }

    @Override
    public Place open(Scan scan) throws Exception {
      return new Place(0, count.of(scan));
    }

    @Override
    public @Nullable Place next(Scan scan, Place at, BatchWriter out) throws Exception {
      long left = at.end() - at.row();
      if (left <= 0) {
        return null;
      }
      int rows = (int) Math.min(left, scan.batchSize());
      kernel.write(scan, at.row(), rows, out);
      out.rows(rows);
      return rows == left ? null : new Place(at.row() + rows, at.end());
    }
  }
}
