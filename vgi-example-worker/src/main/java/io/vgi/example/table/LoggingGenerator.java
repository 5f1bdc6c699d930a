package io.vgi.example.table;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.param.Arg;
import io.vgi.rpc.LogLevel;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** Tells the engine's log when it begins and when it is done. */
final class LoggingGenerator implements TableFunction<LoggingGenerator.Position> {
  private static final Arg<Long> COUNT =
      Arg.bigint("count").atLeast(0L).doc("Number of values to generate");
  private static final Column<BigIntVector> N = Column.bigint("n");

  /**
   * Where a scan stands.
   *
   * @param row the number of the next row, from 0
   */
  record Position(long row) {}

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.table("logging_generator")
        .args(COUNT)
        .returns(N)
        .doc("Emits log messages during generation")
        .categories("testing")
        .build();
  }

  @Override
  public Position open(Scan scan) {
    return new Position(0);
  }

  @Override
  public @Nullable Position next(Scan scan, Position at, BatchWriter out) {
    long count = scan.get(COUNT);
    if (at.row() == 0) {
      scan.log(LogLevel.INFO, "Starting generation of " + count + " values");
    }
    if (at.row() >= count) {
      scan.log(LogLevel.INFO, "Generation complete");
      return null;
    }
    out.get(N).set(0, at.row());
    out.rows(1);
    return new Position(at.row() + 1);
  }
}
