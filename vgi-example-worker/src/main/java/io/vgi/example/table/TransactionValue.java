package io.vgi.example.table;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.state.StateScope;
import io.vgi.type.Column;
import java.nio.ByteBuffer;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** The value that the first call for a key in a transaction gave; that of the call outside one. */
final class TransactionValue implements TableFunction<TransactionValue.Value> {
  private static final Arg<String> KEY =
      Arg.varchar("key").doc("What the value is kept under, within the transaction");
  private static final Arg<Long> SEED =
      Arg.bigint("seed").doc("The value to keep when there is none yet");
  private static final Column<BigIntVector> V = Column.bigint("v");

  private final FunctionSpec spec =
      FunctionSpec.table("tx_cached_value")
          .args(KEY, SEED)
          .returns(V)
          .doc("A value that is kept under a key until the transaction ends")
          .categories("test", "transaction-storage")
          .tag("category", "test")
          .build();

  /**
   * Before the only batch.
   *
   * @param value what it shows
   */
  record Value(long value) {}

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) {
    return TableShape.of(spec.output()).cardinality(1);
  }

  @Override
  public Value open(Scan scan) {
    long seed = scan.get(SEED);
    StateScope transaction = scan.transactionState();
    if (transaction == null) {
      return new Value(seed);
    }
    byte[] kept =
        transaction.update(
            "tx_cached_value:" + scan.get(KEY),
            old -> old == null ? ByteBuffer.allocate(Long.BYTES).putLong(seed).array() : old);
    return new Value(kept == null ? seed : ByteBuffer.wrap(kept).getLong());
  }

  @Override
  public @Nullable Value next(Scan scan, Value at, BatchWriter out) {
    Fill.same(out, V, 1, at.value());
    out.rows(1);
    return null;
  }
}
