package io.vgi.example.filter;

import io.vgi.example.table.Args;
import io.vgi.example.table.CountedRows;
import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** Rows with ids by which the engine fetches what ORDER BY … LIMIT leaves, in a second scan. */
public final class LateRows extends CountedRows {
  private static final long FACTOR = 2_654_435_761L;
  private static final long MODULUS = 1_000_000_007;
  private static final Arg<Boolean> DUP_ROW_ID =
      Arg.bool("dup_row_id").named().orElse(false).doc("Give every row id to two rows");
  private static final Arg<Long> NULL_ORD_STRIDE =
      Arg.bigint("null_ord_stride")
          .named()
          .orElse(0L)
          .atLeast(0L)
          .doc("Emit NULL ord every Nth row (0 = never)");
  private static final Column<BigIntVector> ROW_ID = Column.bigint("row_id").rowId();
  private static final Column<BigIntVector> ORD = Column.bigint("ord");
  private static final Column<VarCharVector> PAYLOAD = Column.varchar("payload");
  private static final Column<VarCharVector> PUSHED = Column.varchar("pushed");

  /** The only form of it. */
  public LateRows() {
    super(
        FunctionSpec.table("late_materialization")
            .args(Args.COUNT, Args.BATCH_SIZE, DUP_ROW_ID, NULL_ORD_STRIDE)
            .returns(ROW_ID, ORD, PAYLOAD, PUSHED)
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .lateMaterialization()
            .doc("Rows with ids by which late materialization fetches them again")
            .categories("generator", "diagnostic")
            .example(
                "SELECT row_id, payload FROM late_materialization(100000) ORDER BY ord LIMIT 10",
                "Payloads are read for ten rows only")
            .build());
  }

  @Override
  protected long count(Call call) {
    return call.get(Args.COUNT);
  }

  @Override
  protected int batchSize(Scan scan) {
    return Args.batchSize(scan);
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    if (!scan.get(DUP_ROW_ID)) {
      Fill.numbers(out, ROW_ID, rows, first, 1);
    } else if (out.wants(ROW_ID)) {
      BigIntVector ids = out.get(ROW_ID);
      for (int i = 0; i < rows; i++) {
        ids.set(i, (first + i) / 2);
      }
    }
    if (out.wants(ORD)) {
      long stride = scan.get(NULL_ORD_STRIDE);
      BigIntVector ord = out.get(ORD);
      for (int i = 0; i < rows; i++) {
        long row = first + i;
        if (stride == 0 || row % stride != 0) {
          ord.set(i, row * FACTOR % MODULUS);
        }
      }
    }
    Fill.labels(out, PAYLOAD, rows, "payload_", first);
    if (out.wants(PUSHED)) {
      Fill.same(out, PUSHED, rows, KeyWitness.of(scan.filter(), ROW_ID.name()));
    }
  }
}
