package io.vgi.internal.dispatch;

import io.vgi.catalog.Catalog;
import io.vgi.function.AggregateFunction;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FinishingFunction;
import io.vgi.function.Frames;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.KeepingFunction;
import io.vgi.function.Partition;
import io.vgi.function.Rows;
import io.vgi.function.RunningAggregate;
import io.vgi.function.Scan;
import io.vgi.function.SplittableTableFunction;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.function.WindowAggregate;
import io.vgi.internal.wire.Dialect;
import io.vgi.internal.wire.DialectCall;
import io.vgi.param.Arg;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Peer;
import io.vgi.rpc.Principal;
import io.vgi.rpc.Revision;
import io.vgi.rpc.Seal;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.dispatch.Caller;
import io.vgi.rpc.internal.dispatch.ServerCallContext;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/** Small functions of each kind that keeps something between calls. */
final class Fixtures {
  /** A caller that showed no credential. */
  static final Principal NOBODY = Principal.ANONYMOUS;

  /** A call of {@code method} by nobody, in the dialect of 2.0. */
  static DialectCall call(String method, BufferAllocator memory) {
    CallContext context =
        new ServerCallContext(
            "vgi.v2",
            method,
            Revision.of("2.0.0", List.of()),
            Metadata.EMPTY,
            "1",
            new Caller(NOBODY, Peer.LOCAL, Long.MAX_VALUE),
            Seal.NONE,
            Long.MAX_VALUE,
            memory);
    return new DialectCall(context, Dialect.load("2.0"), new byte[0]);
  }

  static final Column<BigIntVector> NUMBER = Column.bigint("number");

  /** What aggregates made: states, and what they prepared. */
  static final Queue<WeakReference<long[]>> MADE = new ConcurrentLinkedQueue<>();

  private Fixtures() {}

  static Catalog catalog() {
    return Catalog.named("shop")
        .function(new Numbers())
        .function(new Kept())
        .function(new Total("total"))
        .function(new RunningTotal())
        .function(new WindowTotal())
        .function(new Sums())
        .function(new Remembering())
        .build();
  }

  /** The numbers below n, a part for each. */
  static final class Numbers implements SplittableTableFunction<Numbers.Part, Numbers.Part> {
    private static final Arg<Long> N = Arg.bigint("n");

    record Part(long number) {}

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("numbers").args(N).returns(NUMBER).parallel(4).build();
    }

    @Override
    public List<Part> splits(Scan scan) {
      List<Part> parts = new ArrayList<>();
      for (long i = 0; i < scan.get(N); i++) {
        parts.add(new Part(i));
      }
      return parts;
    }

    @Override
    public Part open(Scan scan, Part split) {
      return split;
    }

    @Override
    public @Nullable Part next(Scan scan, Part at, BatchWriter out) {
      out.get(NUMBER).set(0, at.number());
      out.rows(1);
      return null;
    }
  }

  /** Remembers for the attach that it was bound, and has no rows. */
  static final class Remembering implements TableFunction<Numbers.Part> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("remembering").returns(NUMBER).build();
    }

    @Override
    public TableShape bind(Bind bind) {
      bind.attachState().put("bound", new byte[] {1});
      return TableShape.of(NUMBER);
    }

    @Override
    public Numbers.Part open(Scan scan) {
      return new Numbers.Part(0);
    }

    @Override
    public Numbers.@Nullable Part next(Scan scan, Numbers.Part at, BatchWriter out) {
      return null;
    }
  }

  /** Keeps its input and gives it back. */
  static final class Kept implements KeepingFunction {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.buffering("kept").tableInput().build();
    }
  }

  /** A sum. */
  static class Total implements AggregateFunction<long[], BigIntVector> {
    private final String name;

    Total(String name) {
      this.name = name;
    }

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.aggregate(name).columns(NUMBER).returns(SqlType.BIGINT).build();
    }

    @Override
    public long[] newState() {
      long[] state = new long[1];
      MADE.add(new WeakReference<>(state));
      return state;
    }

    @Override
    public void update(Call call, Groups<long[]> groups, Rows in) {
      BigIntVector numbers = in.get(NUMBER);
      in.forEachRow(row -> groups.at(row)[0] += numbers.get(row));
    }

    @Override
    public void merge(Call call, long[] into, long[] from) {
      into[0] += from[0];
    }

    @Override
    public void result(Call call, long[] state, BigIntVector out, int row) {
      out.set(row, state[0]);
    }
  }

  /** A sum over the rows of a frame. */
  static final class WindowTotal extends Total
      implements WindowAggregate<long[], long[], BigIntVector> {
    WindowTotal() {
      super("window_total");
    }

    @Override
    public long[] prepare(Call call, Partition partition) {
      long[] values = new long[partition.count()];
      partition.forEachRow(row -> values[row] = partition.get(NUMBER).get(row));
      MADE.add(new WeakReference<>(values));
      return values;
    }

    @Override
    public void window(Call call, long[] prepared, Frames frames, BigIntVector out) {
      for (int row = 0; row < frames.count(); row++) {
        long sum = 0;
        for (int i = frames.start(row, 0); i < frames.end(row, 0); i++) {
          sum += prepared[i];
        }
        out.set(row, sum);
      }
    }
  }

  /** A sum so far. */
  static final class RunningTotal extends Total implements RunningAggregate<long[], BigIntVector> {
    RunningTotal() {
      super("running_total");
    }

    @Override
    public void next(Call call, long[] state, Rows in, int from, int to, BigIntVector out) {
      for (int row = from; row < to; row++) {
        state[0] += in.get(NUMBER).get(row);
        out.set(row, state[0]);
      }
    }
  }

  /** Sums its first column, and gives the sum when the input ends. */
  static final class Sums implements FinishingFunction<long[]> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.tableInOut("sums").tableInput().returns(NUMBER).build();
    }

    @Override
    public long[] newState() {
      return new long[1];
    }

    @Override
    public void apply(Scan scan, long[] state, Rows in, BatchWriter out) {
      BigIntVector numbers = (BigIntVector) in.vector(0);
      for (int row = 0; row < in.count(); row++) {
        if (numbers.get(row) < 0) {
          throw new IllegalArgumentException("a negative number");
        }
        state[0] += numbers.get(row);
      }
      out.rows(0);
    }

    @Override
    public boolean finish(Scan scan, long[] state, BatchWriter out) {
      out.get(NUMBER).set(0, state[0]);
      out.rows(1);
      return false;
    }
  }

  /** Constants as the engine sends them: by position, BIGINT each. */
  static byte[] arguments(BufferAllocator memory, long... values) {
    FieldType type = FieldType.nullable(new ArrowType.Int(64, true));
    List<Field> children = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      children.add(new Field("positional_" + i, type, null));
    }
    Field args = new Field("args", FieldType.nullable(new ArrowType.Struct()), children);
    try (StructVector row = (StructVector) args.createVector(memory)) {
      row.allocateNew();
      for (int i = 0; i < values.length; i++) {
        ((BigIntVector) row.getChildByOrdinal(i)).setSafe(0, values[i]);
      }
      if (values.length > 0) {
        row.setIndexDefined(0);
      }
      row.setValueCount(1);
      return IpcBytes.ofBatch(WireBatch.of(WireSchema.of(List.of(args)), List.of(row), 1), memory);
    }
  }

  /** A batch of BIGINT columns, given row by row. */
  static byte[] batch(BufferAllocator memory, List<String> names, long[]... rows) {
    List<Field> fields = new ArrayList<>();
    List<org.apache.arrow.vector.FieldVector> vectors = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      BigIntVector vector = new BigIntVector(names.get(i), memory);
      for (int row = 0; row < rows.length; row++) {
        vector.setSafe(row, rows[row][i]);
      }
      vector.setValueCount(rows.length);
      fields.add(vector.getField());
      vectors.add(vector);
    }
    try (WireBatch batch = WireBatch.of(WireSchema.of(fields), vectors, rows.length)) {
      return IpcBytes.ofBatch(batch, memory);
    }
  }

  static WireSchema schema(String... names) {
    List<Field> fields = new ArrayList<>();
    for (String name : names) {
      fields.add(new Field(name, FieldType.nullable(new ArrowType.Int(64, true)), null));
    }
    return WireSchema.of(fields);
  }
}
