package io.vgi.it;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.function.SplittableTableFunction;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.rpc.LogLevel;
import io.vgi.type.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Table functions that count, split, stop, fail and log. */
final class ProbeTables {
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Column<BigIntVector> SQUARE = Column.bigint("square");
  private static final Column<VarCharVector> WANTED = Column.varchar("wanted");
  private static final Arg<Long> COUNT = Arg.bigint("count").atLeast(0L);
  private static final Arg<Long> STEP = Arg.bigint("step").named().orElse(1L);
  private static final Arg<Long> AFTER = Arg.bigint("after");
  private static final Arg<Long> PARTS = Arg.bigint("parts");
  private static final Arg<String> FILE = Arg.varchar("file");

  private ProbeTables() {}

  static void addTo(Catalog.Builder probe) {
    Numbers numbers = new Numbers();
    probe
        .function(numbers)
        .function(new Parts())
        .function(new Gaps())
        .function(new Noted())
        .function(new Dripping())
        .function(new After("fails_after", ProbeTables::fail))
        .function(new After("dies_after", ProbeFaults::die))
        .function(new After("logs_after", () -> {}))
        .table(
            Table.named("thousand")
                .comment("The first numbers")
                .with("step", 3L)
                .from(numbers, 1000L));
  }

  private static void fail() throws IOException {
    throw new IOException("The tape is torn");
  }

  /** What happens at some row. */
  @FunctionalInterface
  private interface Event {
    void happen() throws Exception;
  }

  record Cursor(long next) {}

  /** Counts; column {@code wanted} tells which columns the query uses. */
  private record Numbers(FunctionSpec spec) implements TableFunction<Cursor> {
    Numbers() {
      this(
          FunctionSpec.table("numbers")
              .args(COUNT, STEP)
              .returns(N, SQUARE, WANTED)
              .pushdown(Pushdown.PROJECTION)
              .build());
    }

    @Override
    public TableShape bind(Bind bind) {
      return TableShape.of(N, SQUARE, WANTED).cardinality(bind.get(COUNT));
    }

    @Override
    public Cursor open(Scan scan) {
      return new Cursor(0);
    }

    @Override
    public @Nullable Cursor next(Scan scan, Cursor at, BatchWriter out) {
      int rows = (int) Math.min(scan.batchSize(), scan.get(COUNT) - at.next());
      if (rows <= 0) {
        return null;
      }
      long step = scan.get(STEP);
      if (out.wants(N)) {
        BigIntVector n = out.get(N);
        for (int row = 0; row < rows; row++) {
          n.set(row, (at.next() + row) * step);
        }
      }
      if (out.wants(SQUARE)) {
        BigIntVector square = out.get(SQUARE);
        for (int row = 0; row < rows; row++) {
          square.set(row, (at.next() + row) * (at.next() + row));
        }
      }
      if (out.wants(WANTED)) {
        String wanted = (out.wants(N) ? "n" : "") + (out.wants(SQUARE) ? "s" : "") + "w";
        for (int row = 0; row < rows; row++) {
          ProbeScalars.put(out.get(WANTED), row, wanted);
        }
      }
      out.rows(rows);
      return new Cursor(at.next() + rows);
    }
  }

  /** {@code parts} parts of {@code count} rows each, numbered through. */
  private record Parts(FunctionSpec spec) implements SplittableTableFunction<Cursor, Parts.Part> {
    record Part(long from, long to) {}

    Parts() {
      this(FunctionSpec.table("parts").args(PARTS, COUNT).returns(N).parallel(4).build());
    }

    @Override
    public List<Part> splits(Scan scan) {
      long each = scan.get(COUNT);
      List<Part> parts = new ArrayList<>();
      for (long i = 0; i < scan.get(PARTS); i++) {
        parts.add(new Part(i * each, (i + 1) * each));
      }
      return parts;
    }

    @Override
    public Cursor open(Scan scan, Part part) {
      return new Cursor(part.from());
    }

    @Override
    public @Nullable Cursor next(Scan scan, Cursor at, BatchWriter out) {
      long each = scan.get(COUNT);
      // a part ends where the next one begins
      long end = each == 0 ? 0 : (at.next() / each + 1) * each;
      int rows = (int) Math.min(1000, end - at.next());
      BigIntVector n = out.get(N);
      for (int row = 0; row < rows; row++) {
        n.set(row, at.next() + row);
      }
      out.rows(rows);
      return at.next() + rows == end ? null : new Cursor(at.next() + rows);
    }
  }

  /** Ten rows, then an empty batch, and so on. */
  private record Gaps(FunctionSpec spec) implements TableFunction<Cursor> {
    Gaps() {
      this(FunctionSpec.table("gaps").args(COUNT).returns(N).build());
    }

    @Override
    public Cursor open(Scan scan) {
      return new Cursor(0);
    }

    @Override
    public @Nullable Cursor next(Scan scan, Cursor at, BatchWriter out) {
      if (at.next() >= 2 * scan.get(COUNT)) {
        return null;
      }
      if (at.next() % 2 == 0) {
        out.rows(0);
      } else {
        for (int row = 0; row < 10; row++) {
          out.get(N).set(row, at.next() / 2 * 10 + row);
        }
        out.rows(10);
      }
      return new Cursor(at.next() + 1);
    }
  }

  /** A row now and then, from when {@code file} is made until a file of that name and ".end" is. */
  private record Dripping(FunctionSpec spec) implements TableFunction<Cursor> {
    Dripping() {
      this(FunctionSpec.table("dripping").args(FILE).returns(N).build());
    }

    @Override
    public Cursor open(Scan scan) throws IOException {
      Files.createFile(Path.of(scan.get(FILE)));
      return new Cursor(0);
    }

    @Override
    public @Nullable Cursor next(Scan scan, Cursor at, BatchWriter out)
        throws InterruptedException {
      if (Files.exists(Path.of(scan.get(FILE) + ".end"))) {
        return null;
      }
      Thread.sleep(20);
      out.get(N).set(0, at.next());
      out.rows(1);
      return new Cursor(at.next() + 1);
    }
  }

  /** Endless rows whose cursor notes in a file what becomes of it. */
  private record Noted(FunctionSpec spec) implements TableFunction<Noted.Place> {
    Noted() {
      this(FunctionSpec.table("noted").args(FILE, COUNT).returns(N).build());
    }

    /** A cursor that cannot be data. */
    static final class Place implements AutoCloseable {
      private final Path file;
      private long next;

      Place(Path file) throws IOException {
        this.file = file;
        note("opened");
      }

      void note(String word) throws IOException {
        Files.writeString(file, word + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }

      @Override
      public void close() throws IOException {
        note("closed");
      }
    }

    @Override
    public Place open(Scan scan) throws IOException {
      return new Place(Path.of(scan.get(FILE)));
    }

    @Override
    public @Nullable Place next(Scan scan, Place at, BatchWriter out) {
      if (at.next == scan.get(COUNT)) {
        return null;
      }
      if (at.next == 5000) {
        throw new IllegalStateException("Place 5000 is taken");
      }
      for (int row = 0; row < 100; row++) {
        out.get(N).set(row, at.next++);
      }
      out.rows(100);
      return at;
    }

    @Override
    public void onCancel(Scan scan, Place at) throws IOException {
      at.note(scan.cancelled() ? "cancelled" : "not cancelled");
    }
  }

  /** 100 rows at a time until something happens, after so many rows; each batch is logged. */
  private record After(FunctionSpec spec, Event event) implements TableFunction<Cursor> {
    After(String name, Event event) {
      this(FunctionSpec.table(name).args(COUNT, AFTER).returns(N).build(), event);
    }

    @Override
    public Cursor open(Scan scan) {
      scan.log(LogLevel.INFO, "opened " + spec.name());
      return new Cursor(0);
    }

    @Override
    public @Nullable Cursor next(Scan scan, Cursor at, BatchWriter out) throws Exception {
      if (at.next() >= scan.get(COUNT)) {
        return null;
      }
      if (at.next() >= scan.get(AFTER)) {
        event.happen();
      }
      scan.log(LogLevel.DEBUG, "batch at " + at.next());
      for (int row = 0; row < 100; row++) {
        out.get(N).set(row, at.next() + row);
      }
      out.rows(100);
      return new Cursor(at.next() + 100);
    }
  }
}
