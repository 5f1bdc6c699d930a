package io.vgi.testing;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** An aggregate that is bound, over groups that the engine numbers. One thread at a time. */
final class AggregateExecution implements AutoCloseable {
  private static final SqlType ID = SqlType.BIGINT;

  private final LocalWorker worker;
  private final Connection connection;
  private final ListedFunction function;
  private final List<Field> fields;
  private final List<? extends List<? extends @Nullable Object>> columns;
  private final byte[] arguments;
  private final byte[] output;
  private final byte[] id;
  private long groups;

  AggregateExecution(
      LocalWorker worker,
      ListedFunction function,
      Arguments given,
      List<? extends List<?>> columns) {
    this.worker = worker;
    this.connection = worker.session().connect(function.name());
    this.function = function;
    this.columns = columns;
    this.fields = ScalarCall.fields(function, columns);
    try {
      this.arguments = given.encode(function, connection.memory());
      WireRecord answer = connection.call("aggregate_bind", bind("AggregateBindRequest", caller()));
      this.output = answer.needBytes("output_schema");
      this.id = answer.needBytes("execution_id");
    } catch (Throwable failure) {
      connection.close();
      throw failure;
    }
  }

  /** At its bind an aggregate is told the types of the caller, not those that are declared. */
  private WireSchema caller() {
    List<Field> types = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      types.add(Values.typeOfAll(columns.get(i)).field("col_" + i));
    }
    return WireSchema.of(types);
  }

  private WireRecord bind(String record, WireSchema input) {
    Secrets secrets = worker.secrets();
    byte[] held = secrets.encode(secrets.required(function));
    List<@Nullable String> names = ScalarCall.names(function, columns.size());
    Bound.Request request = new Bound.Request(arguments, input, names, null);
    return Bound.request(worker, connection, record, function, request, held);
  }

  ListedFunction function() {
    return function;
  }

  List<Field> fields() {
    return fields;
  }

  List<? extends List<? extends @Nullable Object>> columns() {
    return columns;
  }

  Connection connection() {
    return connection;
  }

  byte[] output() {
    return output;
  }

  /** A request of this execution. */
  WireRecord request(String record) {
    return WireRecord.named(record)
        .set("function_name", function.name())
        .set("execution_id", id)
        .set(Session.ATTACH, worker.session().attach())
        .set("schema_path", function.path());
  }

  /** A request to open an execution over rows that stream by. */
  WireRecord streaming(List<Field> keys) {
    List<Field> input = new ArrayList<>(keys);
    for (Field field : fields) {
      String name = field.getName().replace("col_", "__val_");
      input.add(SqlType.of(field).field(name));
    }
    return bind("AggregateStreamingOpenRequest", WireSchema.of(input))
        .set("partition_key_count", (long) keys.size())
        .set("order_key_count", 0L)
        .set("output_schema", output);
  }

  /** A group that no state is of yet. */
  long newGroup() {
    return groups++;
  }

  /** Takes rows into the states of their groups. */
  void update(List<Long> ids, List<Integer> rows) {
    List<Field> all = new ArrayList<>();
    all.add(ID.field("__vgi_group_id"));
    all.addAll(fields);
    List<List<? extends @Nullable Object>> values = new ArrayList<>();
    values.add(ids);
    for (List<? extends @Nullable Object> column : columns) {
      List<@Nullable Object> picked = new ArrayList<>();
      rows.forEach(row -> picked.add(column.get(row)));
      values.add(picked);
    }
    connection.call(
        "aggregate_update",
        request("AggregateUpdateRequest").set("input_batch", batch(all, values, rows.size())));
  }

  /** Takes the states of {@code sources} into those of {@code targets}. */
  void combine(List<Long> sources, List<Long> targets) {
    List<Field> all = List.of(ID.field("source_group_id"), ID.field("target_group_id"));
    connection.call(
        "aggregate_combine",
        request("AggregateCombineRequest")
            .set("merge_batch", batch(all, List.of(sources, targets), sources.size())));
  }

  /** The results of {@code ids}. */
  List<@Nullable Object> results(List<Long> ids) {
    WireRecord answer =
        connection.call(
            "aggregate_finalize",
            request("AggregateFinalizeRequest")
                .set("group_ids_batch", groups(ids))
                .set("output_schema", output));
    return values(answer, ids.size());
  }

  private byte[] groups(List<Long> ids) {
    return batch(List.of(ID.field("group_id")), List.of(ids), ids.size());
  }

  byte[] batch(List<Field> all, List<? extends List<? extends @Nullable Object>> values, int rows) {
    try (WireBatch batch =
        Values.batch("'" + function.name() + "'", all, values, 0, rows, connection.memory())) {
      return IpcBytes.ofBatch(batch, connection.memory());
    }
  }

  /** The values of an answer's batch of results. */
  List<@Nullable Object> values(WireRecord answer, int rows) {
    List<@Nullable Object> values = new ArrayList<>();
    try (WireBatch batch =
        IpcBytes.readBatch(answer.needBytes("result_batch"), connection.memory())) {
      if (batch == null || batch.rows() != rows) {
        throw QueryException.ofEngine("'" + function.name() + "' gave no result for every group");
      }
      ValueCodec.Reader<Object> reader = Values.reader(batch, 0);
      for (int row = 0; row < rows; row++) {
        values.add(reader.get(row));
      }
    }
    return values;
  }

  /** The engine drops the states. */
  @Override
  public void close() {
    try (connection) {
      connection.call(
          "aggregate_destructor",
          request("AggregateDestructorRequest").set("group_ids_batch", groups(List.of())));
    }
  }
}
