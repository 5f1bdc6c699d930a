package io.vgi.it;

import io.vgi.catalog.Catalog;
import io.vgi.function.AggregateFunction;
import io.vgi.function.BatchWriter;
import io.vgi.function.BufferingFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.function.SplittableTableFunction;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** Functions whose process is killed soon after it has answered the call with a certain row. */
final class ProbeKilled {
  /** Not a row: killed after the parts were put together. */
  static final long IN_OPEN = -1;

  static final long ROWS = 40_000;
  private static final int TILES = 8;
  private static final int BATCH = 500;
  private static final Arg<Long> AT = Arg.bigint("at");
  private static final Arg<Double> SECONDS = Arg.float8("seconds");
  private static final Column<BigIntVector> V = Column.bigint("v");

  private ProbeKilled() {}

  static void addTo(Catalog.Builder probe) {
    probe.function(new Sum()).function(new Passed()).function(new Tiles());
  }

  /** It has answered, as far as it knows, and will be killed before it takes more. */
  private static volatile boolean dying;

  /**
   * The process that dies takes no further batch: the engine repeats a call that was taken and not
   * answered, and a batch that was kept by then would count twice.
   */
  private static void begin() throws InterruptedException {
    while (dying) {
      Thread.sleep(100);
    }
  }

  private static void dieSoon(Call call) throws IOException {
    dying = true;
    String wait = "sleep " + call.get(SECONDS) + "; kill -9 " + ProcessHandle.current().pid();
    new ProcessBuilder("sh", "-c", wait).start();
  }

  private static void look(Call call, BigIntVector values) throws IOException {
    long at = call.get(AT);
    for (int row = 0; row < values.getValueCount(); row++) {
      if (values.get(row) == at) {
        dieSoon(call);
      }
    }
  }

  private static final class Sum implements AggregateFunction<long[], BigIntVector> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.aggregate("killed_sum")
          .args(AT, SECONDS)
          .columns(V)
          .returns(SqlType.BIGINT)
          .build();
    }

    @Override
    public long[] newState() {
      return new long[1];
    }

    @Override
    public void update(Call call, Groups<long[]> groups, Rows in) throws Exception {
      begin();
      BigIntVector values = in.get(V);
      in.forEachRow(row -> groups.at(row)[0] += values.get(row));
      look(call, values);
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

  /** Where the result stands. */
  record Position(long next) {}

  /** Gives the rows that it was given. */
  private static final class Passed implements BufferingFunction<long[], Position> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.buffering("killed_passed").args(AT, SECONDS).tableInput().build();
    }

    @Override
    public long[] newState() {
      return new long[1];
    }

    @Override
    public void sink(Sink sink, long[] part, Rows in) throws Exception {
      begin();
      sink.keep(in);
      part[0] += in.count();
      look(sink, (BigIntVector) in.vector(0));
    }

    @Override
    public long[] merge(Call call, long[] left, long[] right) {
      left[0] += right[0];
      return left;
    }

    @Override
    public List<Position> open(Source source, long[] all) throws Exception {
      if (source.get(AT) == IN_OPEN) {
        dieSoon(source);
      }
      return List.of(new Position(Source.Kept.START));
    }

    @Override
    public @Nullable Position next(Source source, long[] all, Position at, BatchWriter out)
        throws Exception {
      long next = source.kept().visit(at.next(), out::forward);
      return next == Source.Kept.END ? null : new Position(next);
    }
  }

  /** Some of the rows. */
  record Tile(long from, long to) {}

  private static final class Tiles implements SplittableTableFunction<Tile, Tile> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("killed_tiles").args(AT, SECONDS).returns(V).parallel(4).build();
    }

    @Override
    public List<Tile> splits(Scan scan) {
      List<Tile> tiles = new ArrayList<>();
      for (long i = 0; i < TILES; i++) {
        tiles.add(new Tile(ROWS * i / TILES, ROWS * (i + 1) / TILES));
      }
      return tiles;
    }

    @Override
    public Tile open(Scan scan, Tile tile) {
      return tile;
    }

    @Override
    public @Nullable Tile next(Scan scan, Tile at, BatchWriter out) throws Exception {
      int rows = (int) Math.min(BATCH, at.to() - at.from());
      BigIntVector values = out.get(V);
      for (int row = 0; row < rows; row++) {
        values.set(row, at.from() + row);
      }
      out.rows(rows);
      long next = at.from() + rows;
      if (at.from() <= scan.get(AT) && scan.get(AT) < next) {
        dieSoon(scan);
      }
      return next == at.to() ? null : new Tile(next, at.to());
    }
  }
}
