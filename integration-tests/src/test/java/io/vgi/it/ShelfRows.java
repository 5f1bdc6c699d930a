package io.vgi.it;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateScope;
import io.vgi.type.Column;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Numbered books; a call of the second kind counts how often its transaction asked before. */
final class ShelfRows implements TableFunction<ShelfRows.Start> {
  static final Column<BigIntVector> ID = Column.bigint("id");
  static final Column<VarCharVector> TITLE = Column.varchar("title");
  private static final String VISITS = "visits";

  private final Arg<Long> count = Arg.bigint("count");
  private final FunctionSpec spec;
  private final boolean late;
  private final boolean counts;

  /** Before the only batch. */
  record Start() {}

  private ShelfRows(TableSpecBuilder spec, boolean late, boolean counts) {
    this.spec = counts ? spec.build() : spec.args(count).pushdown(Pushdown.PROJECTION).build();
    this.late = late;
    this.counts = counts;
  }

  /** Books whose columns are known at once. */
  static ShelfRows books() {
    return new ShelfRows(FunctionSpec.table("books_scan").returns(ID, TITLE), false, false);
  }

  /** Books whose columns only bind says. */
  static ShelfRows late() {
    return new ShelfRows(FunctionSpec.table("late_scan"), true, false);
  }

  /** One row with the number of calls in this transaction. */
  static ShelfRows visits() {
    return new ShelfRows(FunctionSpec.table("visits").returns(ID), false, true);
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) {
    return late ? TableShape.of(ID, TITLE) : TableShape.of(spec.output());
  }

  @Override
  public Start open(Scan scan) {
    return new Start();
  }

  @Override
  public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
    if (counts) {
      out.get(ID).set(0, visit(scan.transactionState()));
      out.rows(1);
      return null;
    }
    int rows = Math.toIntExact(scan.get(count));
    for (int i = 0; i < rows; i++) {
      out.get(ID).set(i, i);
      out.get(TITLE).setSafe(i, ("Volume " + i).getBytes(StandardCharsets.UTF_8));
    }
    out.rows(rows);
    return null;
  }

  private static long visit(@Nullable StateScope transaction) {
    if (transaction == null) {
      throw VgiException.invalidArgument("There is no transaction");
    }
    byte[] now =
        transaction.update(VISITS, old -> new byte[] {(byte) (old == null ? 1 : old[0] + 1)});
    return now == null ? 0 : now[0];
  }
}
