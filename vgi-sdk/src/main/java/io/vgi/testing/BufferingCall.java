package io.vgi.testing;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.Column;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A call of a function that buffers its input. One thread at a time. */
public final class BufferingCall extends RowCall<BufferingCall> {
  private final List<Column<?>> input = new ArrayList<>();
  private int batch = Calls.BATCH;

  BufferingCall(LocalWorker worker, String function, @Nullable Object[] args) {
    super(worker, function, args);
  }

  @Override
  BufferingCall self() {
    return this;
  }

  /** The columns of the input; what the values say by default. */
  public BufferingCall input(Column<?>... declared) {
    input.addAll(List.of(declared));
    return this;
  }

  /** The most rows of one batch of input; 2048 by default. */
  public BufferingCall batchSize(int rows) {
    batch = rows;
    return this;
  }

  /**
   * The rows that {@code FROM f((SELECT …))} gives.
   *
   * @param rows the input, each a record or a map by column; without any the engine asks nothing
   */
  public List<Map<String, @Nullable Object>> of(List<?> rows) {
    return worker.run(() -> query(rows));
  }

  private List<Map<String, @Nullable Object>> query(List<?> rows) {
    ListedFunction function =
        worker.function(name, List.of("TABLE_BUFFERING"), arguments.positional, null);
    InputRows given = InputRows.of(name, rows, input);
    try (Connection connection = worker.session().connect(name)) {
      Bound.Request request =
          new Bound.Request(
              arguments.encode(function, connection.memory()), given.schema(), null, null);
      Bound bound = Bound.of(worker, connection, function, request);
      WantedRows wanted = wanted(bound, List.of());
      return given.count() == 0 ? List.of() : run(connection, bound, wanted, given);
    }
  }

  /** Writes {@code rows} by a format; without any the engine asks nevertheless. */
  void copy(CopyFormat format, List<?> rows) {
    InputRows given = InputRows.of(name, rows, input);
    try (Connection connection = worker.session().connect(name)) {
      byte[] options = arguments.encode(format.function(), connection.memory());
      Bound.Request request = new Bound.Request(options, given.schema(), null, null, format);
      Bound bound = Bound.of(worker, connection, format.function(), request);
      run(connection, bound, wanted(bound, List.of()), given);
    }
  }

  /** The rows of {@link #of} as records whose components are named as columns are. */
  public <R extends Record> List<R> of(List<?> rows, Class<R> type) {
    return as(type, of(rows));
  }

  private List<Map<String, @Nullable Object>> run(
      Connection connection, Bound bound, WantedRows wanted, InputRows given) {
    byte[] execution = sink(connection, bound, null);
    try {
      Set<ByteBuffer> states = new LinkedHashSet<>();
      for (Set<ByteBuffer> part : Calls.atOnce(threads(bound, given, execution))) {
        states.addAll(part);
      }
      WireRecord combined =
          connection.call(
              "table_buffering_combine",
              request("TableBufferingCombineRequest", bound, execution)
                  .set("state_ids", states.stream().map(ByteBuffer::array).toList()));
      List<byte[]> ids = combined.list("finalize_state_ids");
      List<WantedRows.Row> rows = new ArrayList<>();
      for (byte[] id : ids == null ? List.<byte[]>of() : ids) {
        WireRecord init =
            wanted
                .in(bound.init())
                .set("phase", "TABLE_BUFFERING_FINALIZE")
                .set("execution_id", execution)
                .set("finalize_state_id", id);
        try (Connection.Stream stream = connection.open(init)) {
          read(stream, wanted, rows);
        }
      }
      destroy(bound, execution);
      return wanted.shown(rows);
    } catch (RuntimeException failure) {
      try {
        destroy(bound, execution);
      } catch (RuntimeException again) {
        failure.addSuppressed(again);
      }
      throw failure;
    }
  }

  /** The engine sends it after errors as well, when it may use another connection only. */
  private void destroy(Bound bound, byte[] execution) {
    try (Connection connection = worker.session().connect(name)) {
      connection.call(
          "table_buffering_destructor",
          request("TableBufferingDestructorRequest", bound, execution));
    }
  }

  /** Opens the sink of a thread; the execution, which the first one begins. */
  private static byte[] sink(Connection connection, Bound bound, byte @Nullable [] execution) {
    WireRecord init = bound.init().set("phase", "TABLE_BUFFERING").set("execution_id", execution);
    try (Connection.Stream stream = connection.open(init)) {
      WireBatch nothing = stream.next();
      if (nothing != null) {
        nothing.close();
      }
      return stream.header().needBytes("execution_id");
    }
  }

  private List<Callable<Set<ByteBuffer>>> threads(Bound bound, InputRows given, byte[] execution) {
    List<Integer> cuts = Calls.cuts(given.count(), batch);
    Long limited = bound.function().info().number("max_workers");
    int most = limited == null ? threads : (int) Math.min(threads, limited);
    boolean ordered = bound.function().is("sink_order_dependent");
    int streams = ordered ? 1 : Math.min(most, cuts.size() - 1);
    boolean indexed = bound.function().is("requires_input_batch_index");
    List<Callable<Set<ByteBuffer>>> tasks = new ArrayList<>();
    for (int thread = 0; thread < streams; thread++) {
      int first = thread;
      tasks.add(
          () -> {
            Set<ByteBuffer> states = new LinkedHashSet<>();
            try (Connection connection = worker.session().connect(name)) {
              if (first > 0) {
                sink(connection, bound, execution);
              }
              for (int i = first; i + 1 < cuts.size(); i += streams) {
                WireRecord request =
                    request("TableBufferingProcessRequest", bound, execution)
                        .set("batch_index", indexed ? (long) i : null);
                try (WireBatch rows =
                    given.batch(cuts.get(i), cuts.get(i + 1), connection.memory())) {
                  request.set("input_batch", IpcBytes.ofBatch(rows, connection.memory()));
                }
                WireRecord answer = connection.call("table_buffering_process", request);
                states.add(ByteBuffer.wrap(answer.needBytes("state_id")));
              }
            }
            return states;
          });
    }
    return tasks;
  }

  private WireRecord request(String record, Bound bound, byte[] execution) {
    return WireRecord.named(record)
        .set("function_name", bound.function().name())
        .set("execution_id", execution)
        .set(Session.ATTACH, worker.session().attach())
        .set("transaction_id", worker.transaction())
        .set("schema_path", bound.function().path());
  }

  private static void read(Connection.Stream stream, WantedRows wanted, List<WantedRows.Row> rows) {
    boolean more = true;
    while (more) {
      try (WireBatch batch = stream.next()) {
        more = batch != null;
        if (batch != null) {
          wanted.read(batch, rows);
        }
      }
    }
  }
}
