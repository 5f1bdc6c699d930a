package io.vgi.function;

import io.vgi.internal.value.VectorClass;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.FieldVector;

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
}
