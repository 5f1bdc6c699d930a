package io.vgi.example.inout;

import io.vgi.example.Numbers;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.BufferingSpecBuilder;
import io.vgi.function.CacheHint;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.ReducingFunction;
import io.vgi.function.Rows;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.rpc.LogLevel;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;

/** One row with the sum of each numeric column of its input. */
class SumColumns implements ReducingFunction<ColumnSums> {
  private static final Arg<Boolean> LOGGING =
      Arg.bool("logging").named().orElse(false).doc("Whether to log during processing");

  private final FunctionSpec spec;
  private final boolean mayLog;

  private SumColumns(BufferingSpecBuilder spec, boolean mayLog) {
    this.spec = (mayLog ? spec.tableInput().args(LOGGING) : spec.tableInput()).build();
    this.mayLog = mayLog;
  }

  static SumColumns plain() {
    return new SumColumns(
        FunctionSpec.buffering("sum_all_columns")
            .doc("Computes column-wise sums across all batches")
            .categories("aggregation", "numeric")
            .example(
                "SELECT * FROM sum_all_columns((SELECT * FROM input_table))",
                "Sum all numeric columns"),
        true);
  }

  static SumColumns distributed() {
    return new SumColumns(
        FunctionSpec.buffering("sum_all_columns_simple_distributed")
            .doc("Distributed sum using the buffered (Sink+Combine+Source) model")
            .categories("aggregation", "numeric", "distributed")
            .example(
                "SELECT * FROM sum_all_columns_simple_distributed((SELECT * FROM input_table))",
                "Sum columns across buffered workers"),
        false);
  }

  /** The function whose result may be kept. */
  static SumColumns cached() {
    return new SumColumns(
        FunctionSpec.buffering("cached_sum_all")
            .doc("Cacheable column-wise sum across all input (advertises vgi.cache.ttl)")
            .categories("aggregation", "cache", "test")
            .cache(CacheHint.forSeconds(300))
            .example(
                "SELECT * FROM cached_sum_all((SELECT * FROM input_table))",
                "Sum all numeric columns, once while the result is kept"),
        true);
  }

  /** Fails on every second batch of an execution. */
  static final class FailingSink extends SumColumns {
    private static final String BATCHES = "batches";

    FailingSink() {
      super(
          FunctionSpec.buffering("exception_process")
              .doc("Test function that raises exception during process")
              .categories("test", "error")
              .example(
                  "SELECT * FROM exception_process((SELECT * FROM input_table))",
                  "Fails on the second batch"),
          true);
    }

    @Override
    public void sink(Sink sink, ColumnSums part, Rows in) {
      Integer batches =
          sink.executionState()
              .update(BATCHES, StateCodec.of(Integer.class), old -> old == null ? 1 : old + 1);
      if (batches != null && batches % 2 == 0) {
        throw Failures.intended("on batch " + batches);
      }
    }
  }

  /** Fails when its result is read. */
  static final class FailingSource extends SumColumns {
    FailingSource() {
      super(
          FunctionSpec.buffering("exception_finalize")
              .doc("Test function that raises exception during finalize")
              .categories("test", "error")
              .example(
                  "SELECT * FROM exception_finalize((SELECT * FROM input_table))",
                  "Fails when the result is read"),
          true);
    }

    @Override
    public void result(Source source, ColumnSums all, BatchWriter out) {
      throw Failures.intended("during finalize()");
    }
  }

  @Override
  public final FunctionSpec spec() {
    return spec;
  }

  @Override
  public final TableShape bind(Bind bind) {
    List<Column<?>> sums = new ArrayList<>();
    StringBuilder given = new StringBuilder();
    for (Column<?> column : bind.input()) {
      if (Numbers.isNumber(column.type())) {
        sums.add(
            Numbers.isInteger(column.type())
                ? Column.bigint(column.name())
                : Column.float8(column.name()));
      }
      given.append(given.isEmpty() ? "" : ", ").append(column);
    }
    if (sums.isEmpty()) {
      throw VgiException.invalidArgument(
          spec.name()
              + " requires at least one numeric (integer, floating-point, or decimal) input"
              + " column, got ["
              + given
              + "]");
    }
    return TableShape.of(sums).cardinality(1);
  }

  @Override
  public final ColumnSums newState() {
    return new ColumnSums();
  }

  @Override
  public void sink(Sink sink, ColumnSums part, Rows in) {
    if (isLogging(sink)) {
      sink.log(LogLevel.INFO, "Processing batch with " + in.count() + " rows");
    }
    part.add(in);
  }

  @Override
  public final ColumnSums merge(Call call, ColumnSums left, ColumnSums right) {
    left.add(right);
    return left;
  }

  @Override
  public final List<Start> open(Source source, ColumnSums all) throws Exception {
    if (isLogging(source)) {
      source.log(LogLevel.INFO, "Combining " + all.batches() + " state_ids");
    }
    return ReducingFunction.super.open(source, all);
  }

  private boolean isLogging(Call call) {
    return mayLog && call.get(LOGGING);
  }

  @Override
  public void result(Source source, ColumnSums all, BatchWriter out) {
    for (int i = 0; i < source.shape().columns().size(); i++) {
      if (out.vector(i) instanceof BigIntVector integers) {
        integers.set(0, all.integer(i));
      } else {
        ((Float8Vector) out.vector(i)).set(0, all.real(i));
      }
    }
    out.rows(1);
  }
}
