package io.vgi.internal.sample;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A random condition, as SQL and as the payload in which the engine would send it. */
public final class FilterSample {
  private static final String[][] OPERATORS = {
    {"eq", "="},
    {"ne", "!="},
    {"lt", "<"},
    {"le", "<="},
    {"gt", ">"},
    {"ge", ">="},
    {"distinct_from", "IS DISTINCT FROM"},
    {"not_distinct_from", "IS NOT DISTINCT FROM"}
  };

  private static final int DEPTH = 3;

  /** One value that the document refers to. */
  private record Value(Field field, @Nullable Object value) {}

  /** An expression in both forms. */
  private record Both(String sql, String json) {}

  private final Random random;
  private final List<SampleType> types;
  private final int numbers = SampleType.numbers().size();
  private final List<Value> values = new ArrayList<>();
  private String json = "";

  public FilterSample(Random random, List<SampleType> types) {
    this.random = random;
    this.types = types;
  }

  /** Makes a condition and returns it as SQL. */
  public String condition() {
    Both both = bool(DEPTH);
    json = both.json();
    return both.sql();
  }

  public byte[] payload(BufferAllocator allocator) {
    List<Field> fields = new ArrayList<>();
    List<FieldVector> vectors = new ArrayList<>();
    String document =
        "{\"encoding\":\"vgi.filters.v2\",\"semantics\":\"vgi.duckdb.standard.v1\","
            + "\"kind\":\"snapshot\",\"predicates\":[{\"id\":\"query:0\",\"revision\":0,"
            + "\"mode\":\"required\",\"source\":\"query\",\"expression\":"
            + json
            + "}]}";
    List<Value> all = new ArrayList<>(values);
    all.add(0, new Value(SqlType.VARCHAR.field("filter_spec", false), document));
    for (Value value : all) {
      FieldVector vector = Vectors.create(value.field(), allocator);
      vector.setInitialCapacity(1);
      vector.allocateNew();
      VectorWriter.write(vector, 0, value.value());
      vector.setValueCount(1);
      fields.add(value.field());
      vectors.add(vector);
    }
    Map<String, String> metadata =
        Map.of(
            "vgi_filter_encoding", "vgi.filters.v2",
            "vgi_filter_version", "2",
            "vgi_evaluation_context", "vgi.none.v1");
    try (WireBatch batch = WireBatch.of(WireSchema.of(fields, metadata), vectors, 1)) {
      return IpcBytes.ofBatch(batch, allocator);
    }
  }

  private Both bool(int depth) {
    int choice = random.nextInt(depth == 0 ? 10 : 14);
    if ((choice == 7 || choice == 8) && depth < DEPTH) {
      // within others, what may fail fails or not by the order of evaluation
      choice = 0;
    }
    return switch (choice) {
      case 0, 1, 2 -> comparison();
      case 3 -> columns();
      case 4 -> isNull();
      case 5 -> in();
      case 6 -> mixedNumbers();
      case 7 -> casted();
      case 8 -> random.nextBoolean() ? sum() : bareColumn();
      case 9 -> random.nextBoolean() ? call() : member();
      case 10 -> not(depth);
      default -> junction(depth, choice % 2 == 0);
    };
  }

  private Both not(int depth) {
    Both child = bool(depth - 1);
    return new Both(
        "(NOT " + child.sql() + ")", "{\"node\":\"not\",\"expression\":" + child.json() + "}");
  }

  private Both junction(int depth, boolean and) {
    StringBuilder sql = new StringBuilder("(");
    StringBuilder document = new StringBuilder(and ? "{\"node\":\"and\"" : "{\"node\":\"or\"");
    document.append(",\"children\":[");
    int size = 2 + random.nextInt(2);
    for (int i = 0; i < size; i++) {
      Both child = bool(depth - 1);
      sql.append(i == 0 ? "" : and ? " AND " : " OR ").append(child.sql());
      document.append(i == 0 ? "" : ",").append(child.json());
    }
    return new Both(sql.append(')').toString(), document.append("]}").toString());
  }

  private int anyType() {
    return random.nextInt(types.size());
  }

  private Both column(int type) {
    boolean first = random.nextBoolean();
    String name = (first ? "a" : "b") + type;
    int position = 2 * type + (first ? 0 : 1);
    return new Both(
        name,
        "{\"node\":\"column_ref\",\"column_index\":"
            + position
            + ",\"column_name\":\""
            + name
            + "\"}");
  }

  private int add(String prefix, SqlType type, @Nullable Object value) {
    int index = values.size();
    values.add(new Value(type.field(prefix + index), value));
    return index;
  }

  private Both constant(SampleType type) {
    Object value = random.nextInt(12) == 0 ? null : type.present(random);
    int index = add("value_", type.type, value);
    return new Both(type.literal(value), "{\"node\":\"literal\",\"value_ref\":" + index + "}");
  }

  private Both compare(Both left, Both right) {
    String[] operator = OPERATORS[random.nextInt(OPERATORS.length)];
    return new Both(
        "(" + left.sql() + " " + operator[1] + " " + right.sql() + ")",
        "{\"node\":\"comparison\",\"op\":\""
            + operator[0]
            + "\",\"left\":"
            + left.json()
            + ",\"right\":"
            + right.json()
            + "}");
  }

  private Both comparison() {
    int type = anyType();
    Both left = column(type);
    Both right = constant(types.get(type));
    return random.nextInt(4) == 0 ? compare(right, left) : compare(left, right);
  }

  private Both columns() {
    int type = anyType();
    return compare(column(type), column(type));
  }

  private Both isNull() {
    Both column = column(anyType());
    boolean negated = random.nextBoolean();
    return new Both(
        "(" + column.sql() + (negated ? " IS NOT NULL)" : " IS NULL)"),
        "{\"node\":\"is_null\",\"expression\":" + column.json() + ",\"negated\":" + negated + "}");
  }

  private Both in() {
    int index = anyType();
    SampleType type = types.get(index);
    Both column = column(index);
    boolean negated = random.nextBoolean();
    List<@Nullable Object> members = new ArrayList<>();
    StringBuilder sql = new StringBuilder("(").append(column.sql());
    sql.append(negated ? " NOT IN (" : " IN (");
    int size = 1 + random.nextInt(4);
    for (int i = 0; i < size; i++) {
      Object member = random.nextInt(10) == 0 ? null : type.present(random);
      members.add(member);
      sql.append(i == 0 ? "" : ", ").append(type.literal(member));
    }
    int ref = add("value_", SqlType.list(type.type), members);
    return new Both(
        sql.append("))").toString(),
        "{\"node\":\"in\",\"expression\":"
            + column.json()
            + ",\"set\":{\"kind\":\"literal\",\"value_ref\":"
            + ref
            + "},\"negated\":"
            + negated
            + "}");
  }

  private Both mixedNumbers() {
    int left = random.nextInt(numbers);
    int right = random.nextInt(numbers);
    return random.nextBoolean()
        ? compare(column(left), constant(types.get(right)))
        : compare(column(left), column(right));
  }

  private Both cast(Both value, SampleType type) {
    int ref = add("type_", type.type, null);
    return new Both(
        "CAST(" + value.sql() + " AS " + type.sql + ")",
        "{\"node\":\"cast\",\"expression\":" + value.json() + ",\"type_ref\":" + ref + "}");
  }

  private Both casted() {
    int from = random.nextInt(numbers);
    int to = random.nextInt(numbers + 2);
    SampleType type = types.get(to);
    return compare(cast(column(from), type), constant(type));
  }

  private Both sum() {
    String[][] operators = {{"add", "+"}, {"subtract", "-"}, {"multiply", "*"}};
    String[] operator = operators[random.nextInt(3)];
    int type = random.nextInt(numbers);
    // differences of UHUGEINT wrap around in DuckDB, which is not worth following
    type = types.get(type).sql.equals("UHUGEINT") ? 0 : type;
    Both left = column(type);
    Both right = constant(types.get(type));
    Both sum =
        new Both(
            "(" + left.sql() + " " + operator[1] + " " + right.sql() + ")",
            "{\"node\":\"arithmetic\",\"op\":\""
                + operator[0]
                + "\",\"left\":"
                + left.json()
                + ",\"right\":"
                + right.json()
                + "}");
    return compare(sum, constant(types.get(type)));
  }

  private Both bareColumn() {
    return column(numbers);
  }

  private Both member() {
    int type = numbers + SampleType.others().size() + 4;
    Both column = column(type);
    boolean first = random.nextBoolean();
    String name = first ? "a" : "b";
    Both member =
        new Both(
            column.sql() + "." + name,
            "{\"node\":\"field_ref\",\"expression\":"
                + column.json()
                + ",\"field_index\":"
                + (first ? 0 : 1)
                + ",\"field_name\":\""
                + name
                + "\"}");
    return compare(member, constant(types.get(type).children.get(first ? 0 : 1)));
  }

  private Both call() {
    String[] functions = {"starts_with", "ends_with", "contains", "list_contains"};
    String function = functions[random.nextInt(functions.length)];
    int type =
        function.equals("list_contains") ? numbers + SampleType.others().size() : numbers + 1;
    type += type == numbers + 1 ? 0 : random.nextInt(3);
    Both left = column(type);
    SampleType sought = type == numbers + 1 ? types.get(type) : types.get(type).children.get(0);
    Both right = constant(sought);
    return new Both(
        function + "(" + left.sql() + ", " + right.sql() + ")",
        "{\"node\":\"call\",\"function\":\""
            + function
            + "\",\"arguments\":["
            + left.json()
            + ","
            + right.json()
            + "]}");
  }
}
