package io.vgi.example.aggregate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vgi.example.Numbers;
import io.vgi.example.Secrets;
import io.vgi.function.AggregateFunction;
import io.vgi.function.AggregateSpecBuilder;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.Frames;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.NullHandling;
import io.vgi.function.Partition;
import io.vgi.function.Rows;
import io.vgi.function.RunningAggregate;
import io.vgi.function.WindowAggregate;
import io.vgi.param.Secret;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;

/** Aggregates whose state is the sum of one BIGINT column. */
interface LongSums<V extends FieldVector> extends AggregateFunction<LongSums.State, V> {
  /** The column. */
  Column<BigIntVector> VALUE = Column.bigint("value").doc("Column to sum");

  /** A sum, and whether there was a number. */
  final class State {
    private long sum;
    private boolean any;

    void add(long value) {
      sum = Numbers.add(sum, value);
      any = true;
    }
  }

  @Override
  default State newState() {
    return new State();
  }

  @Override
  default void update(Call call, Groups<State> groups, Rows in) {
    BigIntVector values = in.get(VALUE);
    State only = groups.only();
    in.forEachRow(row -> (only == null ? groups.at(row) : only).add(values.get(row)));
  }

  @Override
  default void merge(Call call, State into, State from) {
    into.sum = Numbers.add(into.sum, from.sum);
    into.any |= from.any;
  }

  /** Sums of type BIGINT. */
  interface Whole extends LongSums<BigIntVector> {
    @Override
    default void result(Call call, State state, BigIntVector out, int row) {
      if (state.any) {
        out.set(row, state.sum);
      }
    }
  }

  /** The sum. */
  record Sum(FunctionSpec spec) implements Whole {
    static Sum plain() {
      return new Sum(whole("vgi_sum", "Sum integer values").build());
    }

    /** The function that the engine also registers under a global name. */
    static Sum global() {
      return new Sum(
          whole("global_agg", "Global-registration probe (aggregate)")
              .categories("test", "global")
              .build());
    }
  }

  /** The declaration of a sum of type BIGINT. */
  static AggregateSpecBuilder whole(String name, String doc) {
    return FunctionSpec.aggregate(name).columns(VALUE).returns(SqlType.BIGINT).doc(doc);
  }

  /** The sum so far. */
  record Running(FunctionSpec spec) implements Whole, RunningAggregate<State, BigIntVector> {
    Running() {
      this(
          whole(
                  "vgi_streaming_sum",
                  "Running sum of each partition, row by row as the rows stream by")
              .build());
    }

    @Override
    public void next(Call call, State state, Rows in, int from, int to, BigIntVector out) {
      BigIntVector values = in.get(VALUE);
      for (int row = from; row < to; row++) {
        state.add(values.get(row));
        out.set(row, state.sum);
      }
    }
  }

  /**
   * A sum after the name of the schema whose function was reached.
   *
   * @param schema the name
   */
  record SameName(FunctionSpec spec, String schema) implements LongSums<VarCharVector> {
    SameName(String schema) {
      this(
          FunctionSpec.aggregate("test_same_name_agg")
              .columns(VALUE)
              .returns(SqlType.VARCHAR)
              .nulls(NullHandling.SPECIAL)
              .doc("Schema-disambiguation probe; the " + schema + "-schema aggregate")
              .example(
                  "SELECT example." + schema + ".test_same_name_agg(n) FROM range(3) t(n)",
                  "Returns '" + schema + ":3'")
              .build(),
          schema);
    }

    @Override
    public void result(Call call, State state, VarCharVector out, int row) {
      out.setSafe(row, (schema + ":" + state.sum).getBytes(US_ASCII));
    }
  }

  /** The sum of a type that a secret decides. */
  record SecretTyped(FunctionSpec spec) implements LongSums<FieldVector> {
    SecretTyped() {
      this(
          FunctionSpec.aggregate("secret_typed_sum")
              .columns(VALUE)
              .returns(SqlType.ANY)
              .uses(Secrets.EXAMPLE)
              .doc("Sum an integer column; the result type is chosen from a secret")
              .categories("aggregate", "secret")
              .example(
                  "SELECT secret_typed_sum(n) FROM (SELECT 1 AS n UNION ALL SELECT 2)",
                  "Sum a column with the result type selected by the vgi_example secret")
              .build());
    }

    @Override
    public SqlType bind(Bind bind) {
      Secret secret = bind.find(Secrets.EXAMPLE);
      boolean real = secret != null && Boolean.TRUE.equals(secret.find(Secrets.USE_SSL));
      return real ? SqlType.DOUBLE : SqlType.BIGINT;
    }

    @Override
    public void result(Call call, State state, FieldVector out, int row) {
      if (!state.any) {
        return;
      } else if (out instanceof Float8Vector reals) {
        reals.set(row, (double) state.sum);
      } else {
        ((BigIntVector) out).set(row, state.sum);
      }
    }
  }

  /** The sum of whole numbers, with frames that cost the same whatever their length. */
  record Windowed(FunctionSpec spec)
      implements LongSums.Whole, WindowAggregate<LongSums.State, Windowed.Sums, BigIntVector> {

    /**
     * The sums of a partition, for each row over those before it; they may wrap around.
     *
     * @param sums the sums of what counts
     * @param counts how many rows count
     * @param exact whether the sum of every frame fits
     */
    @SuppressWarnings("ArrayRecordComponent") // read only, never compared
    record Sums(long[] sums, int[] counts, boolean exact) {}

    static Windowed plain() {
      return named("vgi_window_sum", "Windowed sum that uses the per-partition window() callback");
    }

    /** The same function under the name that tests whole batches of frames. */
    static Windowed batch() {
      return named(
          "vgi_window_sum_batch", "Windowed sum demonstrating window_batch returning pa.Array");
    }

    private static Windowed named(String name, String doc) {
      return new Windowed(LongSums.whole(name, doc).build());
    }

    @Override
    public Sums prepare(Call call, Partition partition) {
      BigIntVector values = partition.get(VALUE);
      int rows = partition.count();
      long[] sums = new long[rows + 1];
      int[] counts = new int[rows + 1];
      double size = 0;
      for (int row = 0; row < rows; row++) {
        boolean counted = partition.counts(row);
        long value = counted ? values.get(row) : 0;
        sums[row + 1] = sums[row] + value;
        counts[row + 1] = counts[row] + (counted ? 1 : 0);
        size += Math.abs((double) value);
      }
      return new Sums(sums, counts, size < 0x1p62);
    }

    @Override
    public void window(Call call, Sums prepared, Frames frames, BigIntVector out) {
      long[] sums = prepared.sums();
      int[] counts = prepared.counts();
      for (int row = 0; row < frames.count(); row++) {
        long sum = 0;
        int count = 0;
        for (int part = 0; part < frames.parts(row); part++) {
          int start = frames.start(row, part);
          int end = frames.end(row, part);
          if (start < end) {
            count += counts[end] - counts[start];
            sum = prepared.exact() ? sum + sums[end] - sums[start] : slowly(sums, sum, start, end);
          }
        }
        if (count > 0) {
          out.set(row, sum);
        }
      }
    }

    private static long slowly(long[] sums, long before, int start, int end) {
      long sum = before;
      for (int row = start; row < end; row++) {
        sum = Numbers.add(sum, sums[row + 1] - sums[row]);
      }
      return sum;
    }
  }
}
