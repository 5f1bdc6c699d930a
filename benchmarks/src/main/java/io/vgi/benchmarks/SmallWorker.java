package io.vgi.benchmarks;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.function.FunctionSpec;
import io.vgi.function.ScalarFunction;
import io.vgi.function.TableFunction;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import org.apache.arrow.vector.BigIntVector;

/** A worker of two functions, such as the README's. */
public final class SmallWorker {
  private static final ValueColumn<BigIntVector, Long> N = Column.bigint("n");
  private static final long ROWS = 1000;

  private SmallWorker() {}

  /** Serves as the command line says. */
  public static void main(String[] args) {
    Worker.of(
            Catalog.named("example")
                .function(ScalarFunction.longs("multiply", Math::multiplyExact))
                .function(
                    TableFunction.range(
                        FunctionSpec.table("numbers").returns(N).build(),
                        call -> ROWS,
                        (scan, first, rows, out) -> {
                          BigIntVector numbers = out.get(N);
                          for (int row = 0; row < rows; row++) {
                            numbers.set(row, first + row);
                          }
                        }))
                .build())
        .run(args);
  }
}
