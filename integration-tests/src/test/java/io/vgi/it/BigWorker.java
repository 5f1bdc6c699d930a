package io.vgi.it;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/**
 * A worker that gives all of its rows in one batch; for the rest it is as the example's, as far as
 * {@link Bystander} asks.
 */
public final class BigWorker {
  private BigWorker() {}

  /** Serves. */
  public static void main(String[] args) {
    Worker.of(Catalog.named("example").function(new Sequence()).function(new Multiply()).build())
        .run(args);
  }

  private static final class Sequence implements TableFunction<Sequence.Start> {
    private static final Arg<Long> COUNT = Arg.bigint("count");
    private static final Column<BigIntVector> N = Column.bigint("n");

    record Start() {}

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("sequence").args(COUNT).returns(N).build();
    }

    @Override
    public TableShape bind(Bind bind) {
      return TableShape.of(N);
    }

    @Override
    public Start open(Scan scan) {
      return new Start();
    }

    @Override
    public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
      int count = Math.toIntExact(scan.get(COUNT));
      BigIntVector n = out.get(N);
      n.allocateNew(count); // growing would take half as much again
      for (int i = 0; i < count; i++) {
        n.set(i, i);
      }
      out.rows(count);
      return null;
    }
  }

  private static final class Multiply implements ScalarFunction<BigIntVector> {
    private static final Column<BigIntVector> X = Column.bigint("x");
    private static final Column<BigIntVector> Y = Column.bigint("y");

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.scalar("multiply").columns(X, Y).returns(SqlType.BIGINT).build();
    }

    @Override
    public void eval(Call call, Rows in, BigIntVector out) {
      BigIntVector x = in.get(X);
      BigIntVector y = in.get(Y);
      in.forEachRow(row -> out.set(row, x.get(row) * y.get(row)));
    }
  }
}
