package io.vgi.it;

import io.vgi.catalog.Catalog;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.NullHandling;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;

/** Scalars that give back what they get: one for any type, one for each declared type. */
final class ProbeEchoes {
  /** Every type a function can declare, by the name that its echo carries. */
  static final Map<String, SqlType> TYPES = types();

  private ProbeEchoes() {}

  static void addTo(Catalog.Builder probe) {
    probe.function(new Echo("echo", SqlType.ANY, NullHandling.DEFAULT));
    probe.function(new Echo("echo_special", SqlType.ANY, NullHandling.SPECIAL));
    probe.function(new Gated());
    for (Map.Entry<String, SqlType> type : TYPES.entrySet()) {
      probe.function(new Echo("echo_" + type.getKey(), type.getValue(), NullHandling.DEFAULT));
    }
  }

  private static Map<String, SqlType> types() {
    Map<String, SqlType> types = new LinkedHashMap<>();
    types.put("boolean", SqlType.BOOLEAN);
    types.put("tinyint", SqlType.TINYINT);
    types.put("smallint", SqlType.SMALLINT);
    types.put("integer", SqlType.INTEGER);
    types.put("bigint", SqlType.BIGINT);
    types.put("utinyint", SqlType.UTINYINT);
    types.put("usmallint", SqlType.USMALLINT);
    types.put("uinteger", SqlType.UINTEGER);
    types.put("ubigint", SqlType.UBIGINT);
    types.put("hugeint", SqlType.HUGEINT);
    types.put("uhugeint", SqlType.UHUGEINT);
    types.put("decimal_4_1", SqlType.decimal(4, 1));
    types.put("decimal_9_3", SqlType.decimal(9, 3));
    types.put("decimal_18_6", SqlType.decimal(18, 6));
    types.put("decimal_38_10", SqlType.decimal(38, 10));
    types.put("float", SqlType.FLOAT);
    types.put("double", SqlType.DOUBLE);
    types.put("varchar", SqlType.VARCHAR);
    types.put("blob", SqlType.BLOB);
    types.put("bit", SqlType.BIT);
    types.put("bignum", SqlType.BIGNUM);
    types.put("json", SqlType.JSON);
    types.put("uuid", SqlType.UUID);
    types.put("date", SqlType.DATE);
    types.put("time", SqlType.TIME);
    types.put("time_ns", SqlType.TIME_NS);
    types.put("timetz", SqlType.TIMETZ);
    types.put("timestamp", SqlType.TIMESTAMP);
    types.put("timestamp_s", SqlType.TIMESTAMP_S);
    types.put("timestamp_ms", SqlType.TIMESTAMP_MS);
    types.put("timestamp_ns", SqlType.TIMESTAMP_NS);
    types.put("timestamptz", SqlType.TIMESTAMPTZ);
    types.put("interval", SqlType.INTERVAL);
    types.put("enum_small", SqlType.enumeration(3));
    types.put("enum_large", SqlType.enumeration(300));
    nested(types);
    return types;
  }

  private static void nested(Map<String, SqlType> types) {
    types.put("list", SqlType.list(SqlType.INTEGER));
    types.put("array", SqlType.array(SqlType.INTEGER, 3));
    types.put("struct", SqlType.struct(Column.integer("a"), Column.varchar("b")));
    types.put("map", SqlType.map(SqlType.VARCHAR, SqlType.INTEGER));
    types.put("union", SqlType.union(Column.integer("i"), Column.varchar("s")));
    types.put(
        "union_same",
        SqlType.union(
            Column.integer("a"),
            Column.integer("b"),
            Column.array("c", SqlType.INTEGER, 2),
            Column.list("d", SqlType.INTEGER),
            Column.list("e", SqlType.INTEGER)));
    types.put("list_uuid", SqlType.list(SqlType.UUID));
    types.put("list_boolean", SqlType.list(SqlType.BOOLEAN));
    types.put("list_hugeint", SqlType.list(SqlType.HUGEINT));
    types.put("list_bit", SqlType.list(SqlType.BIT));
    types.put("list_timetz", SqlType.list(SqlType.TIMETZ));
    types.put("list_timestamptz", SqlType.list(SqlType.TIMESTAMPTZ));
    types.put("list_interval", SqlType.list(SqlType.INTERVAL));
    types.put("array_uuid", SqlType.array(SqlType.UUID, 2));
    types.put("array_varchar", SqlType.array(SqlType.VARCHAR, 2));
    types.put(
        "struct_forms",
        SqlType.struct(
            Column.of("flag", SqlType.BOOLEAN),
            Column.of("id", SqlType.UUID),
            Column.of("big", SqlType.UHUGEINT),
            Column.of("doc", SqlType.JSON)));
    types.put("map_uuid", SqlType.map(SqlType.UUID, SqlType.list(SqlType.BOOLEAN)));
    types.put(
        "union_forms",
        SqlType.union(Column.of("id", SqlType.UUID), Column.of("ok", SqlType.BOOLEAN)));
    types.put(
        "union_boolean",
        SqlType.union(Column.integer("i"), Column.varchar("s"), Column.of("b", SqlType.BOOLEAN)));
    types.put(
        "list_struct_list",
        SqlType.list(
            SqlType.struct(
                Column.list("a", SqlType.struct(Column.list("b", SqlType.INTEGER))),
                Column.varchar("c"))));
    types.put("list4", SqlType.list(SqlType.list(SqlType.list(SqlType.list(SqlType.VARCHAR)))));
    types.put(
        "array_struct_map",
        SqlType.array(
            SqlType.struct(Column.map("m", SqlType.VARCHAR, SqlType.list(SqlType.INTEGER))), 2));
    types.put(
        "struct_list_union",
        SqlType.struct(Column.list("u", SqlType.union(Column.integer("i"), Column.varchar("s")))));
  }

  private record Echo(FunctionSpec spec, Column<FieldVector> value)
      implements ScalarFunction<FieldVector> {
    Echo(String name, SqlType type, NullHandling nulls) {
      this(name, Column.of("value", type), type, nulls);
    }

    private Echo(String name, Column<FieldVector> value, SqlType type, NullHandling nulls) {
      this(FunctionSpec.scalar(name).columns(value).returns(type).nulls(nulls).build(), value);
    }

    @Override
    public SqlType bind(Bind bind) {
      SqlType declared = value.type();
      return declared.isAny() ? bind.type(value) : declared;
    }

    @Override
    public void eval(Call call, Rows in, FieldVector out) {
      in.get(value).makeTransferPair(out).splitAndTransfer(0, in.count());
    }
  }

  /** The value; that rows with a NULL gate become NULL is left to the SDK. */
  private record Gated(FunctionSpec spec) implements ScalarFunction<FieldVector> {
    private static final Column<FieldVector> VALUE = Column.any("value");
    private static final Column<FieldVector> GATE = Column.any("gate");

    Gated() {
      this(FunctionSpec.scalar("gated").columns(VALUE, GATE).returns(SqlType.ANY).build());
    }

    @Override
    public SqlType bind(Bind bind) {
      return bind.type(VALUE);
    }

    @Override
    public void eval(Call call, Rows in, FieldVector out) {
      in.get(VALUE).makeTransferPair(out).splitAndTransfer(0, in.count());
    }
  }
}
