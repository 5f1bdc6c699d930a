package io.vgi.example.table;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;

/** Fails on purpose, after some batches of one row. */
final class GeneratorException implements TableFunction<GeneratorException.Position> {
  private static final Arg<Long> FAIL_AFTER =
      Arg.bigint("fail_after").atLeast(0L).doc("Number of batches before failure");
  private static final Column<BigIntVector> N = Column.bigint("n");

  /**
   * Where a scan stands.
   *
   * @param batch the number of the next batch, from 0
   */
  record Position(long batch) {}

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.table("generator_exception")
        .args(FAIL_AFTER)
        .returns(N)
        .doc("Raises an exception after N batches for testing")
        .categories("testing")
        .tag("category", "testing")
        .tag("type", "error-handling")
        .build();
  }

  @Override
  public Position open(Scan scan) {
    return new Position(0);
  }

  @Override
  public Position next(Scan scan, Position at, BatchWriter out) {
    long failAfter = scan.get(FAIL_AFTER);
    if (at.batch() >= failAfter) {
      throw VgiException.invalidArgument("Intentional failure after " + failAfter + " batches");
    }
    out.get(N).set(0, at.batch());
    out.rows(1);
    return new Position(at.batch() + 1);
  }
}
