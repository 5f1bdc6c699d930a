package io.vgi.it;

import io.vgi.Worker;
import io.vgi.catalog.CatalogCall;
import io.vgi.catalog.CatalogChoice;
import io.vgi.catalog.LiveCatalog;
import io.vgi.catalog.Macro;
import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.View;
import io.vgi.function.AggregateFunction;
import io.vgi.function.ScalarFunction;
import io.vgi.function.TableFunction;
import io.vgi.param.AttachOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A worker whose catalog is in a file that tests write while it is attached. Its lines are {@code
 * version 3}, {@code table name rows}, {@code wide name rows}, {@code shared name rows} for a table
 * that reads a function which a schema lists, {@code many name tables}, {@code view name sql},
 * {@code macro name sql} and {@code fail method}. What it is asked goes into a file beside it, a
 * line for each call.
 */
public final class LiveWorker {
  static final String CATALOG = "live";
  private static final AttachOption<String> FILE =
      AttachOption.varchar("file").doc("Where the catalog is").required();

  private LiveWorker() {}

  /** Serves it. */
  public static void main(String[] args) {
    Worker.of(
            CatalogChoice.named(CATALOG)
                .attachOption(FILE)
                .live(attach -> new FileCatalog(Path.of(attach.get(FILE))))
                .build())
        .run(args);
  }

  record Narrow(long id) {}

  record Wide(long id, String name, double price) {}

  record Named(String table) {}

  private record Line(String kind, String name, String rest) {
    static Line of(String text) {
      String[] words = text.split(" ", 3);
      return new Line(words[0], words[1], words.length < 3 ? "" : words[2]);
    }

    long number() {
      return Long.parseLong(rest);
    }
  }

  private static final class FileCatalog implements LiveCatalog {
    private final Path file;
    private final Path asked;
    private final TableFunction<?> shared =
        TableFunction.rows(
            "shared_rows", Named.class, Narrow.class, (args, scan) -> narrow(count(args.table())));
    private volatile boolean closed;

    FileCatalog(Path file) throws IOException, SQLException {
      this.file = file;
      this.asked = file.resolveSibling(file.getFileName() + ".asked");
      ask("open");
    }

    private List<Line> ask(String method) throws IOException, SQLException {
      Files.writeString(asked, method + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      if (closed) {
        throw new IllegalStateException("It is closed");
      }
      List<Line> lines = lines();
      if (lines.contains(new Line("fail", method, ""))) {
        throw new SQLException("The file says so for " + method);
      }
      return lines;
    }

    private List<Line> lines() throws IOException {
      return Files.readAllLines(file).stream().map(Line::of).toList();
    }

    private long count(String table) throws IOException {
      for (Line line : lines()) {
        if (line.kind().equals("shared") && line.name().equals(table)) {
          return line.number();
        }
      }
      throw new IOException("There is no shared table " + table);
    }

    /** Rows that need the catalog open as long as they are read. */
    private Stream<Long> ids(long rows) {
      return LongStream.range(0, rows)
          .peek(
              id -> {
                if (closed) {
                  throw new IllegalStateException("It was closed while rows are read");
                }
              })
          .boxed();
    }

    private Stream<Narrow> narrow(long rows) {
      return ids(rows).map(Narrow::new);
    }

    private Stream<Wide> wide(String name, long rows) {
      return ids(rows).map(id -> new Wide(id, name + id, id / 2.0));
    }

    @Override
    public long version(CatalogCall call) throws Exception {
      return ask("version").stream()
          .filter(line -> line.kind().equals("version"))
          .mapToLong(line -> Long.parseLong(line.name()))
          .findFirst()
          .orElse(1);
    }

    @Override
    public List<Schema> schemas(CatalogCall call) throws Exception {
      ask("schemas");
      return List.of(
          Schema.named("main")
              .function(shared)
              .function(ScalarFunction.longs("twice", x -> 2 * x))
              .function(
                  AggregateFunction.of("total", Long.class, Long.class, 0L, this::plus, this::plus))
              .build());
    }

    private long plus(long one, long other) {
      if (closed) {
        throw new IllegalStateException("It was closed while rows are added");
      }
      return one + other;
    }

    private @Nullable Table table(Line line) {
      return switch (line.kind()) {
        case "table" ->
            Table.named(line.name())
                .from(TableFunction.rows("narrow", Narrow.class, scan -> narrow(line.number())))
                .build();
        case "wide" ->
            Table.named(line.name())
                .from(
                    TableFunction.rows(
                        "wide", Wide.class, scan -> wide(line.name(), line.number())))
                .build();
        case "shared" -> Table.named(line.name()).from(shared, line.name()).build();
        default -> null;
      };
    }

    private static Table numbered(String name, long number) {
      return Table.named(name)
          .from(TableFunction.rows("one", Narrow.class, List.of(new Narrow(number))))
          .build();
    }

    @Override
    public List<Table> tables(CatalogCall call, String schema) throws Exception {
      List<Table> tables = new ArrayList<>();
      for (Line line : ask("tables")) {
        Table table = table(line);
        if (table != null) {
          tables.add(table);
        }
        for (long i = 0; line.kind().equals("many") && i < line.number(); i++) {
          tables.add(numbered(line.name() + i, i));
        }
      }
      return tables;
    }

    @Override
    public long estimatedTables(CatalogCall call, String schema) throws Exception {
      long count = 0;
      for (Line line : ask("estimatedTables")) {
        count += line.kind().equals("many") ? line.number() : 1;
      }
      return count;
    }

    @Override
    public @Nullable Table table(CatalogCall call, String schema, String name) throws Exception {
      String lower = name.toLowerCase(Locale.ROOT);
      for (Line line : ask("table")) {
        boolean many = line.kind().equals("many") && lower.matches(line.name() + "\\d+");
        long number = many ? Long.parseLong(name.substring(line.name().length())) : 0;
        if (many && number < line.number()) {
          return numbered(lower, number);
        } else if (line.name().equalsIgnoreCase(name)) {
          return table(line);
        }
      }
      return null;
    }

    @Override
    public List<View> views(CatalogCall call, String schema) throws Exception {
      return ask("views").stream()
          .filter(line -> line.kind().equals("view"))
          .map(line -> View.of(line.name(), line.rest()))
          .toList();
    }

    @Override
    public List<Macro> macros(CatalogCall call, String schema) throws Exception {
      return ask("macros").stream()
          .filter(line -> line.kind().equals("macro"))
          .map(line -> Macro.scalar(line.name(), line.rest()))
          .toList();
    }

    @Override
    public void close() throws IOException {
      closed = true;
      Files.writeString(asked, "close\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }
}
