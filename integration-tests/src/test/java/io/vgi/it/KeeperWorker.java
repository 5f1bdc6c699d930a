package io.vgi.it;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.function.AggregateFunction;
import io.vgi.function.BatchWriter;
import io.vgi.function.BufferingFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.ReducingFunction;
import io.vgi.function.Rows;
import io.vgi.function.RunningAggregate;
import io.vgi.function.Scan;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.function.TableFunction;
import io.vgi.function.TableInOutFunction;
import io.vgi.param.Arg;
import io.vgi.state.StateCodec;
import io.vgi.state.StateLog;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** A worker whose functions give no codec of their states. */
public final class KeeperWorker {
  static final String CATALOG = "keeper";

  private static final Column<BigIntVector> V = Column.bigint("v");
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final StateCodec<Long> NUMBER = StateCodec.of(Long.class);

  private KeeperWorker() {}

  /** Serves the catalog {@code keeper}. */
  public static void main(String[] args) {
    FunctionSpec kept = FunctionSpec.buffering("kept").tableInput().build();
    Worker.of(
            Catalog.named(CATALOG)
                .schema(
                    "main",
                    s ->
                        s.function(new Top())
                            .function(new Distinct())
                            .function(new Peak())
                            .function(BufferingFunction.keeping(kept))
                            .function(new Digits())
                            .function(new Remember())
                            .function(new Remembered())
                            .function(new Keys()))
                .build())
        .run(args);
  }

  /** The greatest numbers, as many as a constant says; a merge needs it as well. */
  private static final class Top implements AggregateFunction<Top.Greatest, VarCharVector> {
    private static final Arg<Long> COUNT = Arg.bigint("count");

    /** A state by its fields. */
    private static final class Greatest {
      private List<Long> values = new ArrayList<>();
      private long seen;

      void trim(long count) {
        values.sort(Comparator.reverseOrder());
        if (values.size() > count) {
          values = new ArrayList<>(values.subList(0, (int) count));
        }
      }
    }

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.aggregate("top").columns(V).args(COUNT).returns(SqlType.VARCHAR).build();
    }

    @Override
    public Greatest newState() {
      return new Greatest();
    }

    @Override
    public void update(Call call, Groups<Greatest> groups, Rows in) {
      BigIntVector values = in.get(V);
      long count = call.get(COUNT);
      in.forEachRow(
          row -> {
            Greatest state = groups.at(row);
            state.values.add(values.get(row));
            state.seen++;
            state.trim(count);
          });
    }

    @Override
    public void merge(Call call, Greatest into, Greatest from) {
      into.values.addAll(from.values);
      into.seen += from.seen;
      into.trim(call.get(COUNT));
    }

    @Override
    public void result(Call call, Greatest state, VarCharVector out, int row) {
      String text = state.values.stream().map(String::valueOf).collect(Collectors.joining(","));
      out.setSafe(row, (text + " of " + state.seen).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** How many different numbers there are. */
  private static final class Distinct implements AggregateFunction<Set<Long>, BigIntVector> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.aggregate("distinct_count").columns(V).returns(SqlType.BIGINT).build();
    }

    @Override
    public Set<Long> newState() {
      return new HashSet<>();
    }

    @Override
    public void update(Call call, Groups<Set<Long>> groups, Rows in) {
      BigIntVector values = in.get(V);
      Set<Long> only = groups.only();
      in.forEachRow(row -> (only == null ? groups.at(row) : only).add(values.get(row)));
    }

    @Override
    public void merge(Call call, Set<Long> into, Set<Long> from) {
      into.addAll(from);
    }

    @Override
    public void result(Call call, Set<Long> state, BigIntVector out, int row) {
      out.set(row, state.size());
    }
  }

  /** The greatest number, of the rows so far where they are sorted. */
  private static final class Peak implements RunningAggregate<long[], BigIntVector> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.aggregate("peak").columns(V).returns(SqlType.BIGINT).build();
    }

    @Override
    public long[] newState() {
      return new long[] {Long.MIN_VALUE};
    }

    @Override
    public void update(Call call, Groups<long[]> groups, Rows in) {
      BigIntVector values = in.get(V);
      int end;
      for (int row = 0; row < in.count(); row = end) {
        end = groups.end(row);
        long[] state = groups.at(row);
        for (int i = row; i < end; i++) {
          if (!values.isNull(i)) {
            state[0] = Math.max(state[0], values.get(i));
          }
        }
      }
    }

    @Override
    public void next(Call call, long[] state, Rows in, int from, int to, BigIntVector out) {
      BigIntVector values = in.get(V);
      for (int row = from; row < to; row++) {
        state[0] = Math.max(state[0], values.get(row));
        out.set(row, state[0]);
      }
    }

    @Override
    public void merge(Call call, long[] into, long[] from) {
      into[0] = Math.max(into[0], from[0]);
    }

    @Override
    public void result(Call call, long[] state, BigIntVector out, int row) {
      if (state[0] != Long.MIN_VALUE) {
        out.set(row, state[0]);
      }
    }
  }

  /** How many numbers end in each digit. */
  private static final class Digits implements ReducingFunction<Map<Long, Long>> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.buffering("digits").tableInput().returns(V, N).build();
    }

    @Override
    public Map<Long, Long> newState() {
      return new TreeMap<>();
    }

    @Override
    public void sink(Sink sink, Map<Long, Long> part, Rows in) {
      BigIntVector values = (BigIntVector) in.vector(0);
      for (int row = 0; row < in.count(); row++) {
        part.merge(values.get(row) % 10, 1L, Long::sum);
      }
    }

    @Override
    public Map<Long, Long> merge(Call call, Map<Long, Long> left, Map<Long, Long> right) {
      right.forEach((digit, count) -> left.merge(digit, count, Long::sum));
      return left;
    }

    @Override
    public void result(Source source, Map<Long, Long> all, BatchWriter out) {
      int[] row = {0};
      all.forEach(
          (digit, count) -> {
            out.get(V).set(row[0], digit);
            out.get(N).set(row[0]++, count);
          });
      out.rows(row[0]);
    }
  }

  /** Gives its input back, after it was added to a log and, number by number, to the keys. */
  private static final class Remember implements TableInOutFunction {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.tableInOut("remember").tableInput().build();
    }

    @Override
    public void apply(Scan scan, Rows in, BatchWriter out) {
      BigIntVector values = (BigIntVector) in.vector(0);
      StateLog<Long> log = scan.attachState().log("numbers", NUMBER);
      for (int row = 0; row < in.count(); row++) {
        log.append(values.get(row));
        scan.attachState().put("v:%07d".formatted(values.get(row)), values.get(row), NUMBER);
      }
      out.forward(in);
    }
  }

  /** Behind the last number that was given. */
  record Place(long after) {}

  /** What was remembered, in the order of the log. */
  private static final class Remembered implements TableFunction<Place> {
    private static final Arg<Long> BATCH = Arg.bigint("batch");

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("remembered").args(BATCH).returns(V, N).build();
    }

    @Override
    public Place open(Scan scan) {
      return new Place(0);
    }

    @Override
    public @Nullable Place next(Scan scan, Place at, BatchWriter out) {
      int limit = Math.toIntExact(scan.get(BATCH));
      int rows = 0;
      long last = 0;
      for (StateLog.Entry<Long> entry :
          scan.attachState().log("numbers", NUMBER).read(at.after(), limit)) {
        out.get(V).set(rows, entry.value());
        out.get(N).set(rows++, entry.number());
        last = entry.number();
      }
      out.rows(rows);
      return rows == 0 ? null : new Place(last);
    }
  }

  /** Behind the last key that was given. */
  record Key(String after) {}

  /** The numbers that have a key. */
  private static final class Keys implements TableFunction<Key> {
    private static final Arg<String> PREFIX = Arg.varchar("prefix");
    private static final Arg<Long> BATCH = Arg.bigint("batch");

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("remembered_keys").args(PREFIX, BATCH).returns(V).build();
    }

    @Override
    public Key open(Scan scan) {
      return new Key("");
    }

    @Override
    public @Nullable Key next(Scan scan, Key at, BatchWriter out) {
      int limit = Math.toIntExact(scan.get(BATCH));
      List<String> keys = scan.attachState().keys(scan.get(PREFIX), at.after(), limit);
      for (int row = 0; row < keys.size(); row++) {
        out.get(V).set(row, scan.attachState().get(keys.get(row), NUMBER));
      }
      out.rows(keys.size());
      return keys.isEmpty() ? null : new Key(keys.get(keys.size() - 1));
    }
  }
}
