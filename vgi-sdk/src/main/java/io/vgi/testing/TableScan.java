package io.vgi.testing;

import io.vgi.internal.order.NaturalOrder;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query of a table function, or of a table of the catalog. One thread at a time. */
public final class TableScan extends RowCall<TableScan> {
  private static final int ENDLESS = Integer.MAX_VALUE;

  private final boolean isTable;
  private int limit = ENDLESS;
  private @Nullable Order order;
  private @Nullable Double percentage;
  private @Nullable Long sampleSeed;
  private @Nullable List<String> asOf;

  private record Order(String column, boolean ascending, boolean nullsFirst) {}

  TableScan(LocalWorker worker, String function, @Nullable Object[] args) {
    super(worker, function, args);
    this.isTable = false;
  }

  TableScan(LocalWorker worker, String table) {
    super(worker, table);
    this.isTable = true;
  }

  @Override
  TableScan self() {
    return this;
  }

  /** The most rows; the scan is given up when it has them. */
  public TableScan limit(int rows) {
    limit = rows;
    return this;
  }

  /** A column, with {@code ASC}, {@code DESC}, {@code NULLS FIRST} or {@code NULLS LAST} behind. */
  public TableScan orderBy(String by) {
    String[] words = by.strip().split("\\s+", -1);
    String rest = String.join(" ", List.of(words).subList(1, words.length));
    String said = rest.toUpperCase(Locale.ROOT);
    if (!said.matches("(ASC|DESC)? ?(NULLS (FIRST|LAST))?")) {
      throw new IllegalArgumentException("Not an order: " + by);
    }
    order = new Order(words[0], !said.startsWith("DESC"), said.endsWith("FIRST"));
    return this;
  }

  /** {@code USING SAMPLE percent%}, which only functions that take samples get. */
  public TableScan sample(double percent) {
    percentage = percent;
    return this;
  }

  /** {@code TABLESAMPLE percent% REPEATABLE (seed)}. */
  public TableScan sample(double percent, long seed) {
    sampleSeed = seed;
    return sample(percent);
  }

  /** {@code AT (VERSION => version)}. */
  public TableScan atVersion(Object version) {
    asOf = List.of("VERSION", version.toString());
    return this;
  }

  /** {@code AT (TIMESTAMP => timestamp)}, as DuckDB writes it. */
  public TableScan atTimestamp(String timestamp) {
    asOf = List.of("TIMESTAMP", timestamp);
    return this;
  }

  /**
   * The rows, each a value by column.
   *
   * @throws QueryException when the query fails
   */
  public List<Map<String, @Nullable Object>> rows() {
    return worker.run(this::query);
  }

  private List<Map<String, @Nullable Object>> query() {
    if (isTable) {
      return new TableSource(worker, name, asOf).rows(this);
    } else if (asOf != null) {
      throw QueryException.ofEngine("AT is for tables, '" + name + "' is a function");
    }
    return rows(
        worker.function(name, List.of("TABLE"), arguments.positional, null), arguments, null);
  }

  /** The rows as records whose components are named as columns are. */
  public <R extends Record> List<R> rows(Class<R> type) {
    return as(type, rows());
  }

  /** The values of one column of all rows. */
  public List<@Nullable Object> column(String column) {
    List<@Nullable Object> values = new ArrayList<>();
    rows().forEach(row -> values.add(row.get(column)));
    return values;
  }

  /** The rows of {@code function}, which is called directly or for a table. */
  List<Map<String, @Nullable Object>> rows(
      ListedFunction function, Arguments given, @Nullable List<String> at) {
    List<Connection> connections = new ArrayList<>();
    try {
      Connection first = connection(connections);
      Bound.Request request =
          new Bound.Request(given.encode(function, first.memory()), null, null, at);
      Bound bound = Bound.of(worker, first, function, request);
      Order by = order;
      WantedRows wanted = wanted(bound, by == null ? List.of() : List.of(by.column()));
      List<WantedRows.Row> rows = new ArrayList<>();
      scan(bound, wanted, connections, rows);
      if (by != null) {
        rows.sort(comparator(by));
      }
      return wanted.shown(rows.subList(0, Math.min(limit, rows.size())));
    } finally {
      connections.forEach(Connection::close);
    }
  }

  boolean isOrdered() {
    return order != null;
  }

  int atMost(int rows) {
    return Math.min(limit, rows);
  }

  private Connection connection(List<Connection> connections) {
    Connection connection = worker.session().connect(name);
    connections.add(connection);
    return connection;
  }

  private WireRecord init(Bound bound, WantedRows wanted) {
    WireRecord init = wanted.in(bound.init());
    Order by = order;
    if (by != null && limit < ENDLESS && bound.function().is("filter_pushdown")) {
      init.set("order_by_column_name", by.column())
          .set("order_by_direction", by.ascending() ? "ASC" : "DESC")
          .set("order_by_null_order", by.nullsFirst() ? "NULLS_FIRST" : "NULLS_LAST")
          .set("order_by_limit", (long) limit);
    }
    if (percentage != null) {
      if (!bound.function().is("sampling_pushdown")) {
        throw new IllegalArgumentException(
            "'" + name + "' takes no samples; an engine would draw them of its rows");
      }
      init.set("tablesample_percentage", percentage).set("tablesample_seed", sampleSeed);
    }
    return init;
  }

  /** Reads the streams that the function lets the engine open, in turns. */
  private void scan(
      Bound bound, WantedRows wanted, List<Connection> connections, List<WantedRows.Row> rows) {
    List<Connection.Stream> streams = new ArrayList<>();
    try {
      Connection.Stream primary = connections.get(0).open(init(bound, wanted));
      streams.add(primary);
      long most = Math.min(threads, primary.header().needNumber("max_workers"));
      while (streams.size() < most) {
        WireRecord secondary =
            init(bound, wanted)
                .set("execution_id", primary.header().needBytes("execution_id"))
                .set("init_opaque_data", primary.header().bytes("opaque_data"));
        streams.add(connection(connections).open(secondary));
      }
      // what is sorted must be read to its end
      int enough = order == null ? limit : ENDLESS;
      List<Connection.Stream> open = new ArrayList<>(streams);
      while (!open.isEmpty() && rows.size() < enough) {
        open.removeIf(stream -> rows.size() < enough && !turn(stream, wanted, rows));
      }
      open.forEach(Connection.Stream::cancel);
    } finally {
      streams.forEach(Connection.Stream::close);
    }
  }

  private static boolean turn(
      Connection.Stream stream, WantedRows wanted, List<WantedRows.Row> rows) {
    try (WireBatch batch = stream.next()) {
      if (batch != null) {
        wanted.read(batch, rows);
      }
      return batch != null;
    }
  }

  private static Comparator<WantedRows.Row> comparator(Order by) {
    Comparator<@Nullable Object> ascending = TableScan::compare;
    Comparator<@Nullable Object> values = by.ascending() ? ascending : ascending.reversed();
    Comparator<@Nullable Object> all =
        by.nullsFirst() ? Comparator.nullsFirst(values) : Comparator.nullsLast(values);
    return Comparator.comparing(row -> value(row, by.column()), all);
  }

  private static int compare(@Nullable Object left, @Nullable Object right) {
    return NaturalOrder.compare(left, right, NaturalOrder::plain);
  }

  private static @Nullable Object value(WantedRows.Row row, String column) {
    for (Map.Entry<String, @Nullable Object> one : row.all().entrySet()) {
      if (one.getKey().equalsIgnoreCase(column)) {
        return one.getValue();
      }
    }
    return null;
  }
}
