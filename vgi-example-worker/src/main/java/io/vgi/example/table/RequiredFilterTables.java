package io.vgi.example.table;

import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableBuilder;
import io.vgi.function.FunctionSpec;
import io.vgi.type.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.complex.StructVector;

/** Tables that may only be read with a filter. */
final class RequiredFilterTables {
  private static final Column<StructVector> PAIR =
      Column.struct("s", Column.bigint("a"), Column.bigint("b"));
  private static final Column<BigIntVector> OTHER = Column.bigint("other");
  private static final String BOX_MIN_X = "bbox.xmin";

  private static final FixedRows SIMPLE =
      rows("rff_simple", "flat columns (a, b) for required_filters tests")
          .longs("a", 1, 2, 3)
          .longs("b", 10, 20, 30)
          .build();

  private static final FixedRows STRUCT =
      rows("rff_struct", "STRUCT(s.a, s.b) + other for required_filters tests")
          .values(PAIR, List.of(pair(1), pair(2), pair(3)))
          .longs("other", 100, 200, 300)
          .build();

  private static final FixedRows NESTED =
      rows("rff_nested", "nested STRUCT(wrapper.mid.leaf) for required_filters tests")
          .values(
              Column.struct("wrapper", Column.struct("mid", Column.bigint("leaf"))),
              List.of(wrapper(1), wrapper(2), wrapper(3)))
          .build();

  private static final FixedRows MULTI =
      rows("rff_multi", "top-level + struct subfield required paths")
          .values(PAIR, List.of(pair(1), pair(2)))
          .longs("top", 100, 200)
          .build();

  private static final FixedRows NONE =
      rows("rff_none", "control table with no required_filters")
          .longs("a", 1, 2, 3)
          .longs("b", 10, 20, 30)
          .build();

  private static final RffRowId ROW_ID = new RffRowId();

  private RequiredFilterTables() {}

  private static FixedRows.Builder rows(String table, String doc) {
    return FixedRows.of(FunctionSpec.table(table + "_scan").doc(table + " — " + doc));
  }

  private static Map<String, Object> pair(long a) {
    Map<String, Object> pair = new LinkedHashMap<>();
    pair.put("a", a);
    pair.put("b", 10 * a);
    return pair;
  }

  private static Map<String, Object> wrapper(long leaf) {
    return Map.of("mid", Map.of("leaf", leaf));
  }

  static void addFunctions(Schema.Builder main) {
    main.function(SIMPLE)
        .function(STRUCT)
        .function(NESTED)
        .function(MULTI)
        .function(NONE)
        .function(ROW_ID);
  }

  static void addTables(Schema.Builder data) {
    data.table(
            of("rff_simple", SIMPLE)
                .requireFilter("a")
                .comment("rff_simple — requires a filter referencing column 'a'."))
        .table(
            of("rff_struct", STRUCT)
                .requireFilter("s.a")
                .requireFilter("s.b")
                .comment("rff_struct — requires filters on both struct subfields s.a and s.b."))
        .table(
            of("rff_nested", NESTED)
                .requireFilter("wrapper.mid.leaf")
                .comment(
                    "rff_nested — requires a filter on the 3-deep nested path wrapper.mid.leaf."))
        .table(
            of("rff_multi", MULTI)
                .requireFilter("top")
                .requireFilter("s.a")
                .comment("rff_multi — mixed top-level + struct subfield requirements."))
        .table(
            of("rff_or", SIMPLE)
                .requireFilter("a", "b")
                .comment("rff_or — requires a filter on 'a' OR 'b' (a single OR-group)."))
        .table(
            of("rff_none", NONE)
                .comment("rff_none — control table with no required_filters (opt-out fast path)."))
        .table(
            box(Table.named("rff_rowid").from(ROW_ID).scanByCall())
                .comment("rff_rowid — row_id virtual column + required bbox.* filters."))
        .table(
            box(Table.named("rff_parquet"))
                .columns(RffRowId.BOX, OTHER)
                .fromDuckDb("read_parquet", BranchTables.directory() + "/rff_seg.parquet")
                .comment(
                    "rff_parquet — native read_parquet delegation with bbox.* required filters."))
        .table(
            box(hive("rff_hive"))
                .comment(
                    "rff_hive — native read_parquet over Hive glob with bbox.* required filters."))
        .table(
            box(hive("rff_hive_mixed").requireFilter("id"))
                .comment(
                    "rff_hive_mixed — native read_parquet, top-level 'id' + bbox.* required"
                        + " filters."));
  }

  private static TableBuilder of(String name, FixedRows rows) {
    return Table.named(name).from(rows).scanByCall();
  }

  private static TableBuilder box(TableBuilder table) {
    return table
        .requireFilter(BOX_MIN_X)
        .requireFilter("bbox.xmax")
        .requireFilter("bbox.ymin")
        .requireFilter("bbox.ymax");
  }

  private static TableBuilder hive(String name) {
    return Table.named(name)
        .columns(
            Column.varchar("id"),
            RffRowId.BOX,
            Column.varchar("name"),
            Column.bigint("num"),
            Column.varchar("theme"),
            Column.varchar("type"))
        .fromDuckDb("read_parquet", BranchTables.directory() + "/rff_hive/*/*/*.parquet")
        .with("hive_partitioning", true);
  }
}
