package io.vgi.testing;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import io.vgi.function.BatchWriter;
import io.vgi.function.BufferingFunction;
import io.vgi.function.Call;
import io.vgi.function.FinishingFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.NullHandling;
import io.vgi.function.Pushdown;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.Scan;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.function.TableFunction;
import io.vgi.function.TableInOutFunction;
import io.vgi.param.Arg;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import io.vgi.rpc.LogLevel;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** A catalog with a function of each model. */
final class Shop {
  static final Column<BigIntVector> ID = Column.bigint("id");
  static final Column<VarCharVector> CUSTOMER = Column.varchar("customer");
  static final Setting<String> GREETING = Setting.varchar("greeting").orElse("hello");
  static final Arg<String> TOKEN = Arg.varchar("token");
  static final SecretType KEY = SecretType.named("shop_key").redacted(TOKEN).build();

  /** What scans of this shop were given up at. */
  final Queue<Long> cancelled = new ConcurrentLinkedQueue<>();

  Catalog catalog() {
    Orders orders = new Orders("orders", cancelled, Pushdown.FILTER, Pushdown.PROJECTION);
    return Catalog.named("shop")
        .setting(GREETING)
        .secretType(KEY)
        .function(ScalarFunction.longs("add", Math::addExact))
        .function(ScalarFunction.strings("shout", text -> text.toUpperCase(java.util.Locale.ROOT)))
        .function(new Scaled())
        .function(new WhoAmI())
        .function(orders)
        .function(new Orders("plain_orders", cancelled))
        .function(new Failing())
        .function(new Doubled())
        .function(new Repeated())
        .function(new CountAtEnd())
        .function(new Reversed())
        .table(Table.named("placed").from(orders, 10L))
        .schema("other", other -> other.table(Table.named("placed").from(orders, 3L)))
        .build();
  }

  /** Multiplies by a constant. */
  private static final class Scaled implements ScalarFunction<BigIntVector> {
    private static final Arg<Long> FACTOR = Arg.bigint("factor").atLeast(1L);

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.scalar("scaled").args(FACTOR).columns(ID).returns(SqlType.BIGINT).build();
    }

    @Override
    public void eval(Call call, Rows in, BigIntVector out) {
      long factor = call.get(FACTOR);
      call.log(LogLevel.INFO, "scaled " + in.count() + " rows");
      BigIntVector ids = in.get(ID);
      in.forEachRow(row -> out.set(row, factor * ids.get(row)));
    }
  }

  /** The greeting, the caller and a secret. */
  private static final class WhoAmI implements ScalarFunction<VarCharVector> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.scalar("who_am_i")
          .columns(CUSTOMER)
          .uses(GREETING)
          .uses(KEY)
          .returns(SqlType.VARCHAR)
          .nulls(NullHandling.SPECIAL)
          .build();
    }

    @Override
    public SqlType bind(io.vgi.function.Bind bind) {
      bind.find(KEY, "shop://x");
      return SqlType.VARCHAR;
    }

    @Override
    public void eval(Call call, Rows in, VarCharVector out) {
      var secret = call.find(KEY, "shop://x");
      String text =
          call.get(GREETING)
              + " "
              + call.principal().name()
              + " "
              + (secret == null ? "-" : secret.find(TOKEN));
      for (int row = 0; row < in.count(); row++) {
        out.setSafe(row, text.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** The orders below n, in batches of four; every third has no customer. */
  static final class Orders implements TableFunction<Orders.At> {
    private static final Arg<Long> N = Arg.bigint("n").atLeast(0L);
    private static final Arg<Long> FIRST = Arg.bigint("first").named().orElse(0L);
    private static final int BATCH = 4;

    private final FunctionSpec spec;
    private final Queue<Long> cancelled;

    record At(long next) {}

    Orders(String name, Queue<Long> cancelled, Pushdown... pushdown) {
      this.cancelled = cancelled;
      spec =
          FunctionSpec.table(name).args(N, FIRST).returns(ID, CUSTOMER).pushdown(pushdown).build();
    }

    @Override
    public FunctionSpec spec() {
      return spec;
    }

    @Override
    public At open(Scan scan) {
      scan.log(LogLevel.DEBUG, "filter " + scan.filter().text());
      return new At(scan.get(FIRST));
    }

    @Override
    public @Nullable At next(Scan scan, At at, BatchWriter out) {
      int rows = (int) Math.min(BATCH, scan.get(N) - at.next());
      if (rows <= 0) {
        return null;
      }
      BigIntVector ids = out.get(ID);
      VarCharVector customers = out.get(CUSTOMER);
      for (int row = 0; row < rows; row++) {
        long id = at.next() + row;
        ids.set(row, id);
        if (id % 3 != 0) {
          customers.setSafe(row, ("c" + id % 3).getBytes(StandardCharsets.UTF_8));
        }
      }
      out.rows(rows);
      return new At(at.next() + rows);
    }

    @Override
    public void onCancel(Scan scan, At at) {
      cancelled.add(at.next());
    }
  }

  /** Fails at its second batch. */
  private static final class Failing implements TableFunction<Orders.At> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("failing").returns(ID).build();
    }

    @Override
    public Orders.At open(Scan scan) {
      return new Orders.At(0);
    }

    @Override
    public Orders.@Nullable At next(Scan scan, Orders.At at, BatchWriter out) {
      if (at.next() > 0) {
        throw VgiException.unavailable("The shop is closed");
      }
      out.get(ID).set(0, 1);
      out.rows(1);
      return new Orders.At(1);
    }
  }

  /** Doubles the ids of its table. */
  private static final class Doubled implements TableInOutFunction {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.tableInOut("doubled").tableInput().returns(ID).build();
    }

    @Override
    public void apply(Scan scan, Rows in, BatchWriter out) {
      BigIntVector ids = (BigIntVector) in.vector(0);
      BigIntVector doubled = out.get(ID);
      for (int row = 0; row < in.count(); row++) {
        if (!ids.isNull(row)) {
          if (ids.get(row) < 0) {
            throw VgiException.invalidArgument("An id is negative: " + ids.get(row));
          }
          doubled.set(row, 2 * ids.get(row));
        }
      }
      out.rows(in.count());
    }
  }

  /** Each id as often as it says. */
  private static final class Repeated implements TableInOutFunction {
    private static final Column<BigIntVector> TIMES = Column.bigint("times");

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.tableInOut("repeated").columns(TIMES).returns(ID).build();
    }

    @Override
    public void apply(Scan scan, Rows in, BatchWriter out) {
      BigIntVector times = in.get(TIMES);
      int at = 0;
      for (int row = 0; row < in.count(); row++) {
        for (int i = 0; !times.isNull(row) && i < times.get(row); i++) {
          out.get(ID).setSafe(at, i);
          out.parent(at++, row);
        }
      }
      out.rows(at);
    }
  }

  /** Gives the number of its rows when they have ended. */
  private static final class CountAtEnd implements FinishingFunction<long[]> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.tableInOut("count_at_end").tableInput().returns(ID).build();
    }

    @Override
    public long[] newState() {
      return new long[1];
    }

    @Override
    public void apply(Scan scan, long[] state, Rows in, BatchWriter out) {
      state[0] += in.count();
      out.rows(0);
    }

    @Override
    public boolean finish(Scan scan, long[] state, BatchWriter out) {
      out.get(ID).set(0, state[0]);
      out.rows(1);
      return false;
    }

    @Override
    public StateCodec<long[]> stateCodec() {
      return one();
    }
  }

  /** The ids of its input from the greatest to the smallest, in batches of two. */
  private static final class Reversed
      implements BufferingFunction<NavigableSet<Long>, Reversed.Below> {
    record Below(long id) {}

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.buffering("reversed").tableInput().returns(ID).build();
    }

    @Override
    public NavigableSet<Long> newState() {
      return new TreeSet<>();
    }

    @Override
    public void sink(Sink sink, NavigableSet<Long> part, Rows in) {
      BigIntVector ids = (BigIntVector) in.vector(0);
      for (int row = 0; row < in.count(); row++) {
        if (ids.isNull(row)) {
          throw VgiException.invalidArgument("An id is missing");
        }
        part.add(ids.get(row));
      }
    }

    @Override
    public NavigableSet<Long> merge(Call call, NavigableSet<Long> left, NavigableSet<Long> right) {
      left.addAll(right);
      return left;
    }

    @Override
    public List<Below> open(Source source, NavigableSet<Long> all) {
      return List.of(new Below(Long.MAX_VALUE));
    }

    @Override
    public @Nullable Below next(Source source, NavigableSet<Long> all, Below at, BatchWriter out) {
      int rows = 0;
      long below = at.id();
      for (long id : all.headSet(below, false).descendingSet().stream().limit(2).toList()) {
        out.get(ID).set(rows++, id);
        below = id;
      }
      out.rows(rows);
      return rows == 0 ? null : new Below(below);
    }

    @Override
    public StateCodec<NavigableSet<Long>> stateCodec() {
      return StateCodec.of(
          (state, out) -> {
            out.writeInt(state.size());
            for (long id : state) {
              out.writeLong(id);
            }
          },
          in -> {
            NavigableSet<Long> state = new TreeSet<>();
            for (int left = in.readInt(); left > 0; left--) {
              state.add(in.readLong());
            }
            return state;
          });
    }
  }

  static StateCodec<long[]> one() {
    return StateCodec.of((state, out) -> out.writeLong(state[0]), in -> new long[] {in.readLong()});
  }
}
