package io.vgi.function;

import io.vgi.type.SqlType;
import org.apache.arrow.vector.FieldVector;

/** Functions made from a declaration, what a call binds to, and lambdas. */
final class BoundKernels {
  private BoundKernels() {}

  /** One value per row, of a type that the call decides. */
  record OfValues(
      FunctionSpec spec, ScalarFunction.Binder binder, ScalarFunction.Kernel<FieldVector> kernel)
      implements ScalarFunction<FieldVector> {
    @Override
    public SqlType bind(Bind bind) throws Exception {
      return binder.bind(bind);
    }

    @Override
    public void eval(Call call, Rows in, FieldVector out) throws Exception {
      kernel.eval(call, in, out);
    }
  }

  /** Rows from rows, of a shape that the call decides. */
  record OfBatches(
      FunctionSpec spec, TableInOutFunction.Binder binder, TableInOutFunction.Kernel kernel)
      implements TableInOutFunction {
    @Override
    public TableShape bind(Bind bind) throws Exception {
      return binder.bind(bind);
    }

    @Override
    public void apply(Scan scan, Rows in, BatchWriter out) throws Exception {
      kernel.apply(scan, in, out);
    }
  }
}
