package io.vgi.testing;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.testing.ListedFunction.Kind;
import io.vgi.testing.ListedFunction.Param;
import io.vgi.type.Column;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A call of a function from rows to rows. One thread at a time. */
public final class InOutCall extends RowCall<InOutCall> {
  private static final String PARENTS = "vgi_rpc.parent_row#b64";
  private static final int ID_BYTES = 16;

  private final List<Column<?>> input = new ArrayList<>();
  private int batch = Calls.BATCH;

  InOutCall(LocalWorker worker, String function, @Nullable Object[] args) {
    super(worker, function, args);
  }

  @Override
  InOutCall self() {
    return this;
  }

  /** The columns of the input; what the values say by default. */
  public InOutCall input(Column<?>... declared) {
    input.addAll(List.of(declared));
    return this;
  }

  /** The most rows of one batch of input; 2048 by default. */
  public InOutCall batchSize(int rows) {
    batch = rows;
    return this;
  }

  /**
   * The rows that {@code FROM f((SELECT …))} gives.
   *
   * @param rows the input, each a record or a map by column
   */
  public List<Map<String, @Nullable Object>> of(List<?> rows) {
    ListedFunction function = function(null);
    if (!function.takesTable()) {
      throw QueryException.ofEngine("'" + name + "' takes columns and no table; use lateral");
    }
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    run(function, InputRows.of(name, rows, input)).forEach(row -> all.add(row.values()));
    return all;
  }

  /** The rows of {@link #of} as records whose components are named as columns are. */
  public <R extends Record> List<R> of(List<?> rows, Class<R> type) {
    return as(type, of(rows));
  }

  /**
   * A row that came of a row of the input.
   *
   * @param parent the number of the latter
   * @param values the function's columns
   */
  public record LateralRow(int parent, Map<String, @Nullable Object> values) {}

  /**
   * The rows that {@code FROM t, f(t.x, …)} gives, which go by what they came of.
   *
   * @param columns the columns of the input, of one length
   */
  public List<LateralRow> lateral(List<?>... columns) {
    List<List<?>> given = List.of(columns);
    ListedFunction function = function(Calls.samples(given));
    List<Param> params = function.params(Kind.COLUMN);
    boolean repeats = params.stream().anyMatch(Param::varargs);
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Param param = params.get(Math.min(i, params.size() - 1));
      String column = repeats ? "col" + i : param.name();
      fields.add(
          (param.type().isAny() ? Values.typeOfAll(given.get(i)) : param.type()).field(column));
    }
    return run(function, InputRows.ofColumns(name, fields, given));
  }

  private ListedFunction function(@Nullable List<@Nullable Object> columns) {
    return worker.function(name, List.of("TABLE"), arguments.positional, columns);
  }

  private List<LateralRow> run(ListedFunction function, InputRows rows) {
    return worker.run(() -> query(function, rows));
  }

  private List<LateralRow> query(ListedFunction function, InputRows rows) {
    Bound bound;
    try (Connection connection = worker.session().connect(name)) {
      Bound.Request request =
          new Bound.Request(
              arguments.encode(function, connection.memory()), rows.schema(), null, null);
      bound = Bound.of(worker, connection, function, request);
    }
    WantedRows wanted = wanted(bound, List.of());
    if (rows.count() == 0) { // the engine opens no stream for nothing
      return List.of();
    }
    List<Integer> cuts = Calls.cuts(rows.count(), batch);
    Long limited = function.info().number("max_workers");
    int most = limited == null ? threads : (int) Math.min(threads, limited);
    int streams = Math.min(most, cuts.size() - 1);
    List<Callable<List<LateralRow>>> tasks = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      Substream one = new Substream(bound, wanted, rows, cuts, i, streams);
      tasks.add(one);
    }
    List<LateralRow> all = new ArrayList<>();
    Calls.atOnce(tasks).forEach(all::addAll);
    return all;
  }

  /** What one thread of the engine does: every n-th batch, and the end. */
  private final class Substream implements Callable<List<LateralRow>> {
    private final Bound bound;
    private final WantedRows wanted;
    private final InputRows rows;
    private final List<Integer> cuts;
    private final int first;
    private final int step;
    private final List<LateralRow> results = new ArrayList<>();

    Substream(
        Bound bound, WantedRows wanted, InputRows rows, List<Integer> cuts, int first, int step) {
      this.bound = bound;
      this.wanted = wanted;
      this.rows = rows;
      this.cuts = cuts;
      this.first = first;
      this.step = step;
    }

    @Override
    public List<LateralRow> call() {
      byte[] id =
          ByteBuffer.allocate(ID_BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(worker.newId())
              .putLong(first)
              .array();
      try (Connection connection = worker.session().connect(name)) {
        WireRecord init = wanted.in(bound.init()).set("phase", "INPUT").set("substream_id", id);
        byte[] execution;
        byte[] opaque;
        try (Connection.Stream stream = connection.open(init)) {
          execution = stream.header().needBytes("execution_id");
          opaque = stream.header().bytes("opaque_data");
          for (int i = first; i + 1 < cuts.size(); i += step) {
            exchange(connection, stream, cuts.get(i), cuts.get(i + 1));
          }
        }
        if (bound.function().is("has_finalize")) {
          init.set("phase", "FINALIZE")
              .set("execution_id", execution)
              .set("init_opaque_data", opaque);
          try (Connection.Stream stream = connection.open(init)) {
            drain(stream);
          }
        }
      }
      return results;
    }

    private void exchange(Connection connection, Connection.Stream stream, int from, int to) {
      try (WireBatch input = rows.batch(from, to, connection.memory());
          WireBatch answer = stream.exchange(input)) {
        List<WantedRows.Row> read = new ArrayList<>();
        int[] parents = parents(answer, to - from);
        wanted.read(answer, read);
        for (WantedRows.Row row : read) {
          int parent = parents.length == 0 ? -1 : from + parents[row.number()];
          results.add(new LateralRow(parent, wanted.shown(row)));
        }
      }
    }

    private void drain(Connection.Stream stream) {
      boolean more = true;
      while (more) {
        try (WireBatch batch = stream.next()) {
          more = batch != null;
          if (batch != null) {
            List<WantedRows.Row> read = new ArrayList<>();
            wanted.read(batch, read);
            read.forEach(row -> results.add(new LateralRow(-1, wanted.shown(row))));
          }
        }
      }
    }

    /** The row of the input that each row of the output came of; none for a table's. */
    private int[] parents(WireBatch answer, int inputs) {
      String text = answer.metadata().text(PARENTS);
      int[] parents = new int[answer.rows()];
      if (bound.function().takesTable()) {
        return new int[0];
      } else if (text == null) {
        if (answer.rows() != inputs && answer.rows() > 0) {
          throw QueryException.ofEngine(
              "'"
                  + name
                  + "' answered "
                  + inputs
                  + " rows with "
                  + answer.rows()
                  + " and does not say which came of which");
        }
        for (int i = 0; i < parents.length; i++) {
          parents[i] = i;
        }
        return parents;
      }
      ByteBuffer said =
          ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
      if (said.remaining() != parents.length * Integer.BYTES) {
        throw QueryException.ofEngine(
            "'" + name + "' does not say of every row which row of its input it came of");
      }
      for (int i = 0; i < parents.length; i++) {
        parents[i] = said.getInt();
        if (parents[i] < 0 || parents[i] >= inputs) {
          throw QueryException.ofEngine(
              "'" + name + "' says of a row that it came of row " + parents[i] + " of " + inputs);
        }
      }
      return parents;
    }
  }
}
