package io.vgi.example.table;

import static io.vgi.example.table.Args.N;
import static io.vgi.function.TableFunction.range;

import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.RangeFunction;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.param.Arg;
import io.vgi.rpc.LogLevel;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateCodec;
import io.vgi.state.StateScope;
import io.vgi.type.Column;
import java.util.Objects;

/** Functions that do more in a turn than give rows. */
final class Turns {
  private static final StateCodec<Long> KEPT = StateCodec.of(Long.class);

  private Turns() {}

  /** Tells the engine's log when it begins and when it is done. */
  static RangeFunction logging() {
    var count = Arg.bigint("count").atLeast(0L).doc("Number of values to generate");
    return range(
            FunctionSpec.table("logging_generator")
                .args(count)
                .returns(N)
                .doc("Emits log messages during generation")
                .categories("testing")
                .build(),
            count,
            new TableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, long first, int rows, BatchWriter out) {
                if (first == 0) {
                  scan.log(LogLevel.INFO, "Starting generation of " + scan.get(count) + " values");
                }
                out.series(N, rows, first, 1);
                if (first + rows == scan.get(count)) {
                  scan.log(LogLevel.INFO, "Generation complete");
                }
              }
            })
        .batches(1);
  }

  /** Fails on purpose, after some batches of one row. */
  static RangeFunction failing() {
    var after = Arg.bigint("fail_after").atLeast(0L).doc("Number of batches before failure");
    return range(
            FunctionSpec.table("generator_exception")
                .args(after)
                .returns(N)
                .doc("Raises an exception after N batches for testing")
                .categories("testing")
                .tag("category", "testing")
                .tag("type", "error-handling")
                .build(),
            new TableFunction.RowCount() {
              @Override
              public long of(Call call) {
                return Math.addExact(call.get(after), 1);
              }
            },
            new TableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, long first, int rows, BatchWriter out) {
                if (first == scan.get(after)) {
                  throw VgiException.invalidArgument(
                      "Intentional failure after " + first + " batches");
                }
                out.series(N, rows, first, 1);
              }
            })
        .batches(1);
  }

  /** The value that the first call for a key in a transaction gave; that of the call outside. */
  static RangeFunction inTransaction() {
    var key = Arg.varchar("key").doc("What the value is kept under, within the transaction");
    var seed = Arg.bigint("seed").doc("The value to keep when there is none yet");
    var v = Column.bigint("v");
    return range(
        FunctionSpec.table("tx_cached_value")
            .args(key, seed)
            .returns(v)
            .doc("A value that is kept under a key until the transaction ends")
            .categories("test", "transaction-storage")
            .tag("category", "test")
            .build(),
        1,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            long given = scan.get(seed);
            StateScope kept = scan.transactionState();
            out.fill(
                v,
                rows,
                kept == null
                    ? given
                    : kept.update(
                        "tx_cached_value:" + scan.get(key),
                        KEPT,
                        old -> Objects.requireNonNullElse(old, given)));
          }
        });
  }
}
