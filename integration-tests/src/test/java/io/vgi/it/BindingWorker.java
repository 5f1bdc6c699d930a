package io.vgi.it;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import io.vgi.function.AggregateFunction;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.BufferingFunction;
import io.vgi.function.Call;
import io.vgi.function.FinishingFunction;
import io.vgi.function.Frames;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Partition;
import io.vgi.function.Rows;
import io.vgi.function.RunningAggregate;
import io.vgi.function.ScalarFunction;
import io.vgi.function.Scan;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.function.SplittableTableFunction;
import io.vgi.function.TableFunction;
import io.vgi.function.TableInOutFunction;
import io.vgi.function.TableShape;
import io.vgi.function.WindowAggregate;
import io.vgi.param.Arg;
import io.vgi.param.Setting;
import io.vgi.rpc.observe.CallListener;
import io.vgi.rpc.observe.CallReport;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/**
 * A worker with a function of every model, whose bind says when it runs and keeps what every
 * callback then tells as a text: {@code tag/factor/number of the bind}.
 */
public final class BindingWorker {
  static final String CATALOG = "binding";
  private static final Setting<Long> FACTOR =
      Setting.bigint("binding_factor").doc("Any").orElse(1L);
  private static final Arg<String> TAG = Arg.varchar("tag");
  private static final Arg<String> NAMED_TAG = Arg.varchar("tag").named().orElse("t");
  private static final Arg<Long> COUNT = Arg.bigint("count");
  private static final Column<BigIntVector> X = Column.bigint("x");
  private static final Column<VarCharVector> TOLD = Column.varchar("told");
  private static final AtomicLong BINDS = new AtomicLong();

  private BindingWorker() {}

  /** Serves it. */
  public static void main(String[] args) {
    Catalog catalog =
        Catalog.named(CATALOG)
            .setting(FACTOR)
            .function(new Scalar())
            .function(new Counted("bound_rows"))
            .function(new Tiles())
            .function(new Each())
            .function(new Beside())
            .function(new Finish())
            .function(new Buffer())
            .function(new Sum("bound_sum"))
            .function(new Window())
            .function(new Running())
            .table(Table.named("inlined").from(new Counted("inlined_scan"), "t", 3L).inlineBind())
            .build();
    Worker.of(catalog).listener(new Calls()).run(args);
  }

  private static void write(String line) {
    try {
      Files.writeString(
          Path.of(System.getProperty("binding.log")),
          line + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static final class Calls implements CallListener {
    @Override
    public void began(String protocol, String method) {
      write("call " + ProcessHandle.current().pid() + " " + method);
    }

    @Override
    public void ended(CallReport report) {}
  }

  /** What a bind worked out. */
  record Plan(String text) {}

  private static void bind(Bind bind, String tag) {
    long pid = ProcessHandle.current().pid();
    write("bind " + pid + " " + bind.spec().name());
    String number = pid + "-" + BINDS.incrementAndGet();
    bind.keep(new Plan(tag + "/" + bind.get(FACTOR) + "/" + number));
  }

  private static byte[] told(Call call) {
    return call.bound(Plan.class).text().getBytes(StandardCharsets.UTF_8);
  }

  private static void tell(Call call, VarCharVector out, int rows) {
    byte[] text = told(call);
    for (int row = 0; row < rows; row++) {
      out.setSafe(row, text);
    }
  }

  private static final class Scalar implements ScalarFunction<VarCharVector> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.scalar("bound_scalar")
          .args(TAG)
          .columns(X)
          .returns(SqlType.VARCHAR)
          .uses(FACTOR)
          .build();
    }

    @Override
    public SqlType bind(Bind bind) {
      BindingWorker.bind(bind, bind.get(TAG));
      return SqlType.VARCHAR;
    }

    @Override
    public void eval(Call call, Rows in, VarCharVector out) {
      tell(call, out, in.count());
    }
  }

  /** How many rows were given. */
  record Given(long rows) {}

  private record Counted(FunctionSpec spec) implements TableFunction<Given> {
    Counted(String name) {
      this(FunctionSpec.table(name).args(TAG, COUNT).returns(TOLD).uses(FACTOR).build());
    }

    @Override
    public TableShape bind(Bind bind) {
      BindingWorker.bind(bind, bind.get(TAG));
      return TableShape.of(TOLD).cardinality(bind.get(COUNT));
    }

    @Override
    public Given open(Scan scan) {
      scan.bound(Plan.class);
      return new Given(0);
    }

    @Override
    public @Nullable Given next(Scan scan, Given at, BatchWriter out) {
      int rows = (int) Math.min(1_000, scan.get(COUNT) - at.rows());
      if (rows <= 0) {
        return null;
      }
      tell(scan, out.get(TOLD), rows);
      out.rows(rows);
      return new Given(at.rows() + rows);
    }
  }

  /** A part. */
  record Tile(long number) {}

  private static final class Tiles implements SplittableTableFunction<Given, Tile> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("bound_tiles").args(TAG, COUNT).returns(TOLD).uses(FACTOR).build();
    }

    @Override
    public TableShape bind(Bind bind) {
      BindingWorker.bind(bind, bind.get(TAG));
      return TableShape.of(TOLD);
    }

    @Override
    public List<Tile> splits(Scan scan) {
      scan.bound(Plan.class);
      List<Tile> tiles = new ArrayList<>();
      for (long i = 0; i < scan.get(COUNT); i++) {
        tiles.add(new Tile(i));
      }
      return tiles;
    }

    @Override
    public Given open(Scan scan, Tile split) {
      scan.bound(Plan.class);
      return new Given(0);
    }

    @Override
    public @Nullable Given next(Scan scan, Given at, BatchWriter out) {
      tell(scan, out.get(TOLD), 10);
      out.rows(10);
      return null;
    }
  }

  private static final class Each implements TableInOutFunction {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.tableInOut("bound_each")
          .args(TAG)
          .tableInput()
          .returns(TOLD)
          .uses(FACTOR)
          .build();
    }

    @Override
    public TableShape bind(Bind bind) {
      BindingWorker.bind(bind, bind.get(TAG));
      return TableShape.of(TOLD);
    }

    @Override
    public void apply(Scan scan, Rows in, BatchWriter out) {
      tell(scan, out.get(TOLD), in.count());
      out.rows(in.count());
    }
  }

  private static final class Beside implements TableInOutFunction {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.tableInOut("bound_beside")
          .columns(X)
          .args(NAMED_TAG)
          .returns(TOLD)
          .uses(FACTOR)
          .build();
    }

    @Override
    public TableShape bind(Bind bind) {
      BindingWorker.bind(bind, bind.get(NAMED_TAG));
      return TableShape.of(TOLD);
    }

    @Override
    public void apply(Scan scan, Rows in, BatchWriter out) {
      tell(scan, out.get(TOLD), in.count());
      out.rows(in.count());
    }
  }

  /** Texts that callbacks told, all the same unless bindings are mixed up. */
  static final class Told {
    private String text = "";

    void add(Call call) {
      merge(call.bound(Plan.class).text());
    }

    void merge(String other) {
      if (!other.isEmpty() && !other.equals(text)) {
        text = text.isEmpty() ? other : text + " and " + other;
      }
    }
  }

  private static final StateCodec<Told> CODEC =
      StateCodec.of(
          (told, out) -> out.writeUTF(told.text),
          in -> {
            Told told = new Told();
            told.text = in.readUTF();
            return told;
          });

  private static void tell(Call call, Told told, VarCharVector out, int row) {
    told.add(call);
    out.setSafe(row, told.text.getBytes(StandardCharsets.UTF_8));
  }

  private static final class Finish implements FinishingFunction<Told> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.tableInOut("bound_finish")
          .args(TAG)
          .tableInput()
          .returns(TOLD)
          .uses(FACTOR)
          .build();
    }

    @Override
    public TableShape bind(Bind bind) {
      BindingWorker.bind(bind, bind.get(TAG));
      return TableShape.of(TOLD);
    }

    @Override
    public Told newState() {
      return new Told();
    }

    @Override
    public void apply(Scan scan, Told state, Rows in, BatchWriter out) {
      state.add(scan);
    }

    @Override
    public boolean finish(Scan scan, Told state, BatchWriter out) {
      tell(scan, state, out.get(TOLD), 0);
      out.rows(1);
      return false;
    }

    @Override
    public StateCodec<Told> stateCodec() {
      return CODEC;
    }
  }

  private static final class Buffer implements BufferingFunction<Told, Given> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.buffering("bound_buffer")
          .args(TAG)
          .tableInput()
          .returns(TOLD)
          .uses(FACTOR)
          .build();
    }

    @Override
    public TableShape bind(Bind bind) {
      BindingWorker.bind(bind, bind.get(TAG));
      return TableShape.of(TOLD);
    }

    @Override
    public Told newState() {
      return new Told();
    }

    @Override
    public void sink(Sink sink, Told part, Rows in) {
      part.add(sink);
    }

    @Override
    public Told merge(Told left, Told right) {
      left.merge(right.text);
      return left;
    }

    @Override
    public List<Given> open(Source source, Told all) {
      all.add(source);
      return List.of(new Given(0));
    }

    @Override
    public @Nullable Given next(Source source, Told all, Given at, BatchWriter out) {
      tell(source, all, out.get(TOLD), 0);
      out.rows(1);
      return null;
    }

    @Override
    public StateCodec<Told> stateCodec() {
      return CODEC;
    }
  }

  private static class Sum implements AggregateFunction<Told, VarCharVector> {
    private final FunctionSpec spec;

    Sum(String name) {
      spec =
          FunctionSpec.aggregate(name)
              .args(TAG)
              .columns(X)
              .returns(SqlType.VARCHAR)
              .uses(FACTOR)
              .build();
    }

    @Override
    public FunctionSpec spec() {
      return spec;
    }

    @Override
    public SqlType bind(Bind bind) {
      BindingWorker.bind(bind, bind.get(TAG));
      return SqlType.VARCHAR;
    }

    @Override
    public Told newState() {
      return new Told();
    }

    @Override
    public void update(Call call, Groups<Told> groups, Rows in) {
      in.forEachRow(row -> groups.at(row).add(call));
    }

    @Override
    public void merge(Told into, Told from) {
      into.merge(from.text);
    }

    @Override
    public void result(Call call, Told state, VarCharVector out, int row) {
      tell(call, state, out, row);
    }

    @Override
    public StateCodec<Told> stateCodec() {
      return CODEC;
    }
  }

  private static final class Window extends Sum
      implements WindowAggregate<Told, Told, VarCharVector> {
    Window() {
      super("bound_window");
    }

    @Override
    public Told prepare(Call call, Partition partition) {
      Told told = new Told();
      told.add(call);
      return told;
    }

    @Override
    public void window(Call call, Told prepared, Frames frames, VarCharVector out) {
      for (int row = 0; row < frames.count(); row++) {
        Told all = new Told();
        all.merge(prepared.text);
        tell(call, all, out, row);
      }
    }
  }

  private static final class Running extends Sum implements RunningAggregate<Told, VarCharVector> {
    Running() {
      super("bound_running");
    }

    @Override
    public void next(Call call, Told state, Rows in, int row, VarCharVector out) {
      tell(call, state, out, row);
    }
  }
}
