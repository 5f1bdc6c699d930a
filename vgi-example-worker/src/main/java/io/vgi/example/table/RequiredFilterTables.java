package io.vgi.example.table;

import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableBuilder;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.RangeFunction;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.complex.StructVector;

/** Tables that may only be read with a filter. */
final class RequiredFilterTables {
  private static final ValueColumn<StructVector, Box> BOX =
      Column.struct(
              "bbox",
              Column.float4("xmin"),
              Column.float4("ymin"),
              Column.float4("xmax"),
              Column.float4("ymax"))
          .as(Box.class);
  private static final ValueColumn<BigIntVector, Long> OTHER = Column.bigint("other");

  private static final List<Pair> PAIRS = List.of(new Pair(1L), new Pair(2L), new Pair(3L));

  private static final TableFunction<?> SIMPLE =
      rows("rff_simple", "flat columns (a, b) for required_filters tests", Pair.class, PAIRS);

  private static final TableFunction<?> STRUCT =
      rows(
          "rff_struct",
          "STRUCT(s.a, s.b) + other for required_filters tests",
          Other.class,
          List.of(new Other(1L), new Other(2L), new Other(3L)));

  private static final TableFunction<?> NESTED =
      rows(
          "rff_nested",
          "nested STRUCT(wrapper.mid.leaf) for required_filters tests",
          Nested.class,
          List.of(new Nested(1L), new Nested(2L), new Nested(3L)));

  private static final TableFunction<?> MULTI =
      rows(
          "rff_multi",
          "top-level + struct subfield required paths",
          Top.class,
          List.of(new Top(new Pair(1L), 100L), new Top(new Pair(2L), 200L)));

  private static final TableFunction<?> NONE =
      rows("rff_none", "control table with no required_filters", Pair.class, PAIRS);

  /** Ten boxes with row ids; the SDK applies the filters. */
  private static final RangeFunction ROW_ID = boxes();

  private RequiredFilterTables() {}

  /** A number and ten times that. */
  record Pair(Long a, Long b) {
    Pair(Long a) {
      this(a, 10 * a);
    }
  }

  /** A row of {@code rff_struct}. */
  record Other(Pair s, Long other) {
    Other(Long a) {
      this(new Pair(a), 100 * a);
    }
  }

  /** A row of {@code rff_multi}. */
  record Top(Pair s, Long top) {}

  /** A row of {@code rff_nested}. */
  record Nested(Wrapper wrapper) {
    Nested(Long leaf) {
      this(new Wrapper(new Mid(leaf)));
    }
  }

  /** Its outer struct. */
  record Wrapper(Mid mid) {}

  /** Its inner struct. */
  record Mid(Long leaf) {}

  /** A bounding box. */
  record Box(float xmin, float ymin, float xmax, float ymax) {}

  private static <R extends Record> TableFunction<?> rows(
      String table, String doc, Class<R> row, List<R> rows) {
    return TableFunction.rows(
        FunctionSpec.table(table + "_scan").doc(table + " — " + doc).pushdown(), row, rows);
  }

  private static RangeFunction boxes() {
    ValueColumn<BigIntVector, Long> rowId = Column.bigint("row_id").rowId();
    return TableFunction.range(
        FunctionSpec.table("rff_rowid_scan")
            .returns(rowId, BOX, OTHER)
            .doc("rff_rowid — row_id virtual column + bbox.* required filters")
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .build(),
        10,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            out.series(rowId, rows, first, 1);
            out.fill(BOX, first, rows, row -> new Box(row, 2, 3, 4));
            out.series(OTHER, rows, 10 * first, 10);
          }
        });
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
                .columns(BOX, OTHER)
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

  private static TableBuilder of(String name, TableFunction<?> rows) {
    return Table.named(name).from(rows).scanByCall();
  }

  private static TableBuilder box(TableBuilder table) {
    return table
        .requireFilter("bbox.xmin")
        .requireFilter("bbox.xmax")
        .requireFilter("bbox.ymin")
        .requireFilter("bbox.ymax");
  }

  private static TableBuilder hive(String name) {
    return Table.named(name)
        .columns(
            Column.varchar("id"),
            BOX,
            Column.varchar("name"),
            Column.bigint("num"),
            Column.varchar("theme"),
            Column.varchar("type"))
        .fromDuckDb("read_parquet", BranchTables.directory() + "/rff_hive/*/*/*.parquet")
        .with("hive_partitioning", true);
  }
}
