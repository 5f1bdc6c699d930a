package io.vgi.benchmarks;

import io.vgi.internal.filter.FilterSet;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Conditions of the engine on a batch of 2048 rows: which rows are left, and reading them. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class FilterBenchmark {
  private static final int MEMBERS = 100;
  private static final String N = column(0, "n");
  private static final String S = column(1, "s");
  private static final List<Field> FIELDS =
      List.of(
          SqlType.VARCHAR.field("filter_spec", false),
          SqlType.BIGINT.field("value_0"),
          SqlType.VARCHAR.field("value_1"),
          SqlType.list(SqlType.BIGINT).field("value_2"));

  private final BufferAllocator allocator = new RootAllocator();
  private final int[] selected = new int[SampleBatch.ROWS];
  private WireBatch batch;
  private FieldVector[] columns;
  private byte[] comparing;
  private FilterSet comparison;
  private FilterSet text;
  private FilterSet members;
  private FilterSet either;

  /** Reads the conditions. */
  @Setup(Level.Trial)
  public void start() {
    batch = SampleBatch.of(allocator);
    columns = batch.columns().toArray(FieldVector[]::new);
    String more = compare("gt", N, 0);
    String equal = compare("eq", S, 1);
    comparing = payload(more);
    comparison = parse(comparing);
    text = parse(payload(equal));
    members =
        parse(
            payload(
                "{\"node\":\"in\",\"expression\":"
                    + N
                    + ",\"set\":{\"kind\":\"literal\",\"value_ref\":2},\"negated\":false}"));
    either = parse(payload("{\"node\":\"or\",\"children\":[" + more + "," + equal + "]}"));
    expect(SampleBatch.ROWS - 1001, comparison());
    expect(1, text());
    expect(MEMBERS, members());
    expect(SampleBatch.ROWS - 1000, either());
  }

  private static void expect(int rows, int left) {
    if (rows != left) {
      throw new IllegalStateException("The condition leaves " + left + " rows, not " + rows);
    }
  }

  /** Fails when a buffer is left. */
  @TearDown(Level.Trial)
  public void close() {
    batch.close();
    allocator.close();
  }

  private static String column(int index, String name) {
    return "{\"node\":\"column_ref\",\"column_index\":"
        + index
        + ",\"column_name\":\""
        + name
        + "\"}";
  }

  private static String compare(String operator, String column, int value) {
    return "{\"node\":\"comparison\",\"op\":\""
        + operator
        + "\",\"left\":"
        + column
        + ",\"right\":{\"node\":\"literal\",\"value_ref\":"
        + value
        + "}}";
  }

  private byte[] payload(String expression) {
    String document =
        "{\"encoding\":\"vgi.filters.v2\",\"semantics\":\"vgi.duckdb.standard.v1\","
            + "\"kind\":\"snapshot\",\"predicates\":[{\"id\":\"query:0\",\"revision\":0,"
            + "\"mode\":\"required\",\"source\":\"query\",\"expression\":"
            + expression
            + "}]}";
    VarCharVector spec = text(FIELDS.get(0), document);
    BigIntVector number = new BigIntVector(FIELDS.get(1), allocator);
    number.allocateNew(1);
    number.set(0, 1000);
    number.setValueCount(1);
    VarCharVector name = text(FIELDS.get(2), "row 1000");
    ListVector list = (ListVector) FIELDS.get(3).createVector(allocator);
    list.allocateNew();
    list.startNewValue(0);
    for (int i = 0; i < MEMBERS; i++) {
      ((BigIntVector) list.getDataVector()).setSafe(i, i * 20L);
    }
    list.endValue(0, MEMBERS);
    list.setValueCount(1);
    WireSchema schema =
        WireSchema.of(
            FIELDS,
            Map.of(
                "vgi_filter_encoding", "vgi.filters.v2",
                "vgi_filter_version", "2",
                "vgi_evaluation_context", "vgi.none.v1"));
    try (WireBatch row = WireBatch.of(schema, List.of(spec, number, name, list), 1)) {
      return IpcBytes.ofBatch(row, allocator);
    }
  }

  private VarCharVector text(Field field, String value) {
    VarCharVector vector = new VarCharVector(field, allocator);
    vector.allocateNew(1);
    vector.setSafe(0, value.getBytes(StandardCharsets.UTF_8));
    vector.setValueCount(1);
    return vector;
  }

  private FilterSet parse(byte[] payload) {
    return FilterSet.parse(payload, SampleBatch.SCHEMA, allocator);
  }

  /** {@code n > 1000}, as it is read at the begin of a scan. */
  @Benchmark
  public Object read() {
    return parse(comparing);
  }

  /** {@code n > 1000}. */
  @Benchmark
  public int comparison() {
    return comparison.select(columns, SampleBatch.ROWS, selected);
  }

  /** {@code s = 'row 1000'}. */
  @Benchmark
  public int text() {
    return text.select(columns, SampleBatch.ROWS, selected);
  }

  /** {@code n IN (…)} with a hundred numbers. */
  @Benchmark
  public int members() {
    return members.select(columns, SampleBatch.ROWS, selected);
  }

  /** {@code n > 1000 OR s = 'row 1000'}. */
  @Benchmark
  public int either() {
    return either.select(columns, SampleBatch.ROWS, selected);
  }
}
