package io.vgi.it;

import io.vgi.catalog.Catalog;
import io.vgi.function.BatchWriter;
import io.vgi.function.BufferingFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.function.SplittableTableFunction;
import io.vgi.function.TableInOutFunction;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** What SQL can say as well: rows passed on, left out, repeated, kept and made in parts. */
final class ProbeStreams {
  private static final Arg<Long> ROWS = Arg.bigint("rows").atLeast(0L);
  private static final Arg<Long> PARTS = Arg.bigint("parts").atLeast(0L);
  private static final Arg<Long> BATCH = Arg.bigint("batch").atLeast(1L);
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Column<BigIntVector> TENTH = Column.bigint("tenth");
  private static final Column<VarCharVector> TEXT = Column.varchar("text");

  private ProbeStreams() {}

  static void addTo(Catalog.Builder probe) {
    probe
        .function(new Chosen("pass_all", (value, choose) -> choose.row()))
        .function(new Chosen("pass_even", ProbeStreams::even))
        .function(new Chosen("pass_times", ProbeStreams::times))
        .function(new Chosen("pass_none", (value, choose) -> {}))
        .function(new Kept())
        .function(new Gathered())
        .function(new Tiles(tiles("tiles").build()))
        .function(
            new Tiles(
                tiles("tiles_filtered").pushdown(Pushdown.PROJECTION, Pushdown.FILTER).build()))
        .function(
            new Pinned(
                tiles("tiles_pinned").pushdown(Pushdown.PROJECTION, Pushdown.FILTER).build()));
  }

  private static void even(long value, Choice choose) {
    if (value % 2 == 0) {
      choose.row();
    }
  }

  private static void times(long value, Choice choose) {
    for (long i = 0; i < value % 4; i++) {
      choose.row();
    }
  }

  /** Takes the row that is looked at once more. */
  @FunctionalInterface
  private interface Choice {
    void row();
  }

  /** Decides by the first column, a BIGINT without NULLs. */
  @FunctionalInterface
  private interface Chooser {
    void choose(long value, Choice choice);
  }

  /** Passes on the rows that are chosen, as often as they are. */
  private record Chosen(FunctionSpec spec, Chooser chooser) implements TableInOutFunction {
    Chosen(String name, Chooser chooser) {
      this(
          FunctionSpec.tableInOut(name)
              .tableInput()
              .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
              .build(),
          chooser);
    }

    @Override
    public void apply(Scan scan, Rows in, BatchWriter out) {
      BigIntVector keys = (BigIntVector) in.vector(0);
      int[] rows = new int[4 * in.count()];
      int[] count = {0};
      for (int row = 0; row < in.count(); row++) {
        int current = row;
        chooser.choose(keys.get(row), () -> rows[count[0]++] = current);
      }
      out.forward(in, rows, count[0]);
    }
  }

  /** Where the result stands, of so many that are read at once. */
  record Position(long next, long result) {}

  /** Keeps its input, and has it visited rather than forwarded. */
  private record Kept(FunctionSpec spec) implements BufferingFunction<long[], Position> {
    Kept() {
      this(
          FunctionSpec.buffering("kept")
              .tableInput()
              .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
              .build());
    }

    @Override
    public long[] newState() {
      return new long[1];
    }

    @Override
    public void sink(Sink sink, long[] part, Rows in) {
      sink.keep(in);
      part[0] += in.count();
    }

    @Override
    public long[] merge(long[] left, long[] right) {
      left[0] += right[0];
      return left;
    }

    @Override
    public List<Position> open(Source source, long[] all) {
      return List.of(new Position(Source.Kept.START, 0));
    }

    @Override
    public @Nullable Position next(Source source, long[] all, Position at, BatchWriter out)
        throws Exception {
      long next = source.kept().visit(at.next(), out::forward);
      if (next == Source.Kept.END) {
        if (at.result() != all[0]) {
          throw new IllegalStateException("took " + all[0] + " rows, gave " + at.result());
        }
        return null;
      }
      long[] given = {at.result()};
      source.kept().visit(at.next(), rows -> given[0] += rows.count());
      return new Position(next, given[0]);
    }

    @Override
    public StateCodec<long[]> stateCodec() {
      return StateCodec.of((part, out) -> out.writeLong(part[0]), in -> new long[] {in.readLong()});
    }
  }

  /** Has the first column in its parts, and gives it as so many results as there are parts. */
  private record Gathered(FunctionSpec spec) implements BufferingFunction<long[][], Position> {
    private static final int RESULTS = 3;

    Gathered() {
      this(FunctionSpec.buffering("gathered").args(BATCH).tableInput().returns(N).build());
    }

    @Override
    public long[][] newState() {
      return new long[][] {{}};
    }

    @Override
    public void sink(Sink sink, long[][] part, Rows in) {
      BigIntVector keys = (BigIntVector) in.vector(0);
      long[] values = new long[in.count()];
      for (int row = 0; row < values.length; row++) {
        values[row] = keys.get(row);
      }
      part[0] = values;
    }

    @Override
    public long[][] merge(long[][] left, long[][] right) {
      long[] both = Arrays.copyOf(left[0], left[0].length + right[0].length);
      System.arraycopy(right[0], 0, both, left[0].length, right[0].length);
      left[0] = both;
      return left;
    }

    @Override
    public List<Position> open(Source source, long[][] all) {
      List<Position> results = new ArrayList<>();
      for (int i = 0; i < RESULTS; i++) {
        results.add(new Position((long) all[0].length * i / RESULTS, i));
      }
      return results;
    }

    @Override
    public @Nullable Position next(Source source, long[][] all, Position at, BatchWriter out) {
      long end = all[0].length * (at.result() + 1) / RESULTS;
      int rows = (int) Math.min(source.get(BATCH), end - at.next());
      BigIntVector numbers = out.get(N);
      for (int row = 0; row < rows; row++) {
        numbers.setSafe(row, all[0][(int) at.next() + row]);
      }
      out.rows(rows);
      long next = at.next() + rows;
      return next == end ? null : new Position(next, at.result());
    }

    @Override
    public StateCodec<long[][]> stateCodec() {
      return StateCodec.of(
          (part, out) -> {
            out.writeInt(part[0].length);
            for (long value : part[0]) {
              out.writeLong(value);
            }
          },
          in -> {
            long[] values = new long[in.readInt()];
            for (int i = 0; i < values.length; i++) {
              values[i] = in.readLong();
            }
            return new long[][] {values};
          });
    }
  }

  /** Some of the rows. */
  record Tile(long from, long to) {}

  private static TableSpecBuilder tiles(String name) {
    return FunctionSpec.table(name).args(ROWS, PARTS, BATCH).returns(N, TENTH, TEXT).parallel(8);
  }

  private static List<Tile> tiles(Scan scan) {
    List<Tile> tiles = new ArrayList<>();
    long rows = scan.get(ROWS);
    long parts = scan.get(PARTS);
    for (long i = 0; i < parts; i++) {
      tiles.add(new Tile(rows * i / parts, rows * (i + 1) / parts));
    }
    return tiles;
  }

  /** Writes rows from {@code from} on and says where it stopped. */
  private static long write(Scan scan, long from, long to, BatchWriter out) {
    int rows = (int) Math.min(scan.get(BATCH), to - from);
    BigIntVector numbers = out.get(N);
    BigIntVector tenths = out.get(TENTH);
    VarCharVector texts = out.get(TEXT);
    for (int row = 0; row < rows; row++) {
      long n = from + row;
      numbers.setSafe(row, n);
      if (n % 5 != 0) {
        tenths.setSafe(row, n % 10);
      }
      if (n % 7 != 0) {
        ProbeScalars.put(texts, row, "row " + n);
      }
    }
    out.rows(rows);
    return from + rows;
  }

  /** Rows made in parts, whose readers any process may go on with. */
  private record Tiles(FunctionSpec spec) implements SplittableTableFunction<Tile, Tile> {
    @Override
    public List<Tile> splits(Scan scan) {
      return tiles(scan);
    }

    @Override
    public Tile open(Scan scan, Tile tile) {
      return tile;
    }

    @Override
    public @Nullable Tile next(Scan scan, Tile at, BatchWriter out) {
      long next = write(scan, at.from(), at.to(), out);
      return next == at.to() ? null : new Tile(next, at.to());
    }
  }

  /** A cursor that stays where it was opened, as one with a resource does. */
  private static final class Reader implements AutoCloseable {
    private final long to;
    private long next;

    Reader(Tile tile) {
      this.to = tile.to();
      this.next = tile.from();
    }

    @Override
    public void close() {}
  }

  /** Rows made in parts, whose readers stay in the process they began in. */
  private record Pinned(FunctionSpec spec) implements SplittableTableFunction<Reader, Tile> {
    @Override
    public List<Tile> splits(Scan scan) {
      return tiles(scan);
    }

    @Override
    public Reader open(Scan scan, Tile tile) {
      return new Reader(tile);
    }

    @Override
    public @Nullable Reader next(Scan scan, Reader at, BatchWriter out) {
      at.next = write(scan, at.next, at.to, out);
      return at.next == at.to ? null : at;
    }
  }
}
