package io.vgi.example.inout;

import io.vgi.example.Numbers;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.BufferingSpecBuilder;
import io.vgi.function.CacheHint;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.ReducingFunction;
import io.vgi.function.RowWriter;
import io.vgi.function.Rows;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.rpc.LogLevel;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One row with the sum of each numeric column of its input.
 *
 * @param failing where it fails
 */
record SumColumns(FunctionSpec spec, Failing failing) implements ReducingFunction<SumColumns.Sums> {
  private static final Arg<Boolean> LOGGING =
      Arg.bool("logging").named().orElse(false).doc("Whether to log during processing");
  private static final String BATCHES = "batches";

  /** Where a function fails. */
  enum Failing {
    NEVER,
    /** On every second batch of an execution. */
    SINK,
    /** When its result is read. */
    SOURCE
  }

  /** A sum for each numeric column; whole numbers and others are summed apart. */
  static final class Sums {
    private long[] integers = {};
    private double[] reals = {};
    private int batches = 1;

    private void resize(int columns) {
      if (integers.length < columns) {
        integers = Arrays.copyOf(integers, columns);
        reals = Arrays.copyOf(reals, columns);
      }
    }
  }

  private static SumColumns of(BufferingSpecBuilder spec, Failing failing) {
    return new SumColumns(spec.tableInput().args(LOGGING).build(), failing);
  }

  static SumColumns plain() {
    return of(
        FunctionSpec.buffering("sum_all_columns")
            .doc("Computes column-wise sums across all batches")
            .categories("aggregation", "numeric")
            .example(
                "SELECT * FROM sum_all_columns((SELECT * FROM input_table))",
                "Sum all numeric columns"),
        Failing.NEVER);
  }

  static SumColumns distributed() {
    return new SumColumns(
        FunctionSpec.buffering("sum_all_columns_simple_distributed")
            .doc("Distributed sum using the buffered (Sink+Combine+Source) model")
            .categories("aggregation", "numeric", "distributed")
            .example(
                "SELECT * FROM sum_all_columns_simple_distributed((SELECT * FROM input_table))",
                "Sum columns across buffered workers")
            .tableInput()
            .build(),
        Failing.NEVER);
  }

  /** The function whose result may be kept. */
  static SumColumns cached() {
    return of(
        FunctionSpec.buffering("cached_sum_all")
            .doc("Cacheable column-wise sum across all input (advertises vgi.cache.ttl)")
            .categories("aggregation", "cache", "test")
            .cache(CacheHint.forSeconds(300))
            .example(
                "SELECT * FROM cached_sum_all((SELECT * FROM input_table))",
                "Sum all numeric columns, once while the result is kept"),
        Failing.NEVER);
  }

  static SumColumns failingSink() {
    return of(
        FunctionSpec.buffering("exception_process")
            .doc("Test function that raises exception during process")
            .categories("test", "error")
            .example(
                "SELECT * FROM exception_process((SELECT * FROM input_table))",
                "Fails on the second batch"),
        Failing.SINK);
  }

  static SumColumns failingSource() {
    return of(
        FunctionSpec.buffering("exception_finalize")
            .doc("Test function that raises exception during finalize")
            .categories("test", "error")
            .example(
                "SELECT * FROM exception_finalize((SELECT * FROM input_table))",
                "Fails when the result is read"),
        Failing.SOURCE);
  }

  @Override
  public TableShape bind(Bind bind) {
    List<Column<?>> sums = new ArrayList<>();
    for (Column<?> column : bind.input()) {
      if (Numbers.isNumber(column.type())) {
        boolean whole = Numbers.isInteger(column.type());
        sums.add(whole ? Column.bigint(column.name()) : Column.float8(column.name()));
      }
    }
    if (sums.isEmpty()) {
      throw VgiException.invalidArgument(
          spec.name()
              + " requires at least one numeric (integer, floating-point, or decimal) input"
              + " column, got "
              + bind.input().stream().map(Column::toString).toList());
    }
    return TableShape.of(sums).cardinality(1);
  }

  @Override
  public Sums newState() {
    return new Sums();
  }

  @Override
  public void sink(Sink sink, Sums part, Rows in) {
    if (failing == Failing.SINK) {
      Integer batches =
          sink.executionState()
              .update(BATCHES, StateCodec.of(Integer.class), old -> old == null ? 1 : old + 1);
      if (batches != null && batches % 2 == 0) {
        throw KeptInput.intended("on batch " + batches);
      }
      return;
    }
    log(sink, "Processing batch with " + in.count() + " rows");
    part.resize(in.columns().size());
    int sum = 0;
    for (int i = 0; i < in.columns().size(); i++) {
      SqlType type = in.columns().get(i).type();
      if (Numbers.isInteger(type)) {
        part.integers[sum] = Numbers.add(part.integers[sum], Numbers.sum(in.vector(i), in.count()));
        sum++;
      } else if (Numbers.isNumber(type)) {
        double[] values = new double[in.count()];
        Numbers.addTo(values, in.vector(i));
        for (double value : values) {
          part.reals[sum] += value;
        }
        sum++;
      }
    }
  }

  @Override
  public Sums merge(Call call, Sums left, Sums right) {
    left.resize(right.integers.length);
    for (int i = 0; i < right.integers.length; i++) {
      left.integers[i] = Numbers.add(left.integers[i], right.integers[i]);
      left.reals[i] += right.reals[i];
    }
    left.batches += right.batches;
    return left;
  }

  @Override
  public List<Start> open(Source source, Sums all) throws Exception {
    log(source, "Combining " + all.batches + " state_ids");
    return ReducingFunction.super.open(source, all);
  }

  private void log(Call call, String message) {
    boolean logs = spec.params().stream().anyMatch(param -> LOGGING.equals(param.arg()));
    if (logs && call.get(LOGGING)) {
      call.log(LogLevel.INFO, message);
    }
  }

  @Override
  public void result(Source source, Sums all, BatchWriter out) {
    if (failing == Failing.SOURCE) {
      throw KeptInput.intended("during finalize()");
    }
    List<Column<?>> columns = source.shape().columns();
    all.resize(columns.size());
    RowWriter row = out.row();
    for (int i = 0; i < columns.size(); i++) {
      boolean whole = columns.get(i).type().equals(SqlType.BIGINT);
      row.set(i, whole ? (Object) all.integers[i] : (Object) all.reals[i]);
    }
  }
}
