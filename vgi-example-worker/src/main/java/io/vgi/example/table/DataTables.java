package io.vgi.example.table;

import io.vgi.catalog.Index;
import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableBuilder;
import io.vgi.catalog.View;
import io.vgi.example.filter.Shapes;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.type.Column;
import io.vgi.type.Stats;
import io.vgi.type.ValueColumn;
import java.util.List;
import org.apache.arrow.vector.VarBinaryVector;

/** The plain tables of schema {@code data}: keys, defaults, statistics and generated columns. */
final class DataTables {
  private static final long HOUR = 3600;
  private static final int GRID = 5;

  private DataTables() {}

  static void addTo(Schema.Builder data) {
    data.table(
            Table.named("large_sequence")
                .from(Sequences.SEQUENCE, 1_000_000L)
                .statistics("n", Stats.range(0L, 999_999L).noNulls().distinct(1_000_000))
                .statisticsAge(HOUR)
                .comment("A large sequence of integers from 0 to 1,000,000"))
        .table(
            Table.named("ten_thousand_table")
                .from(Sequences.TEN_THOUSAND)
                .comment("Function-backed table over the no-arg ten_thousand function"))
        .table(
            Table.named("cardinality_inlined_table")
                .from(Sequences.TEN_THOUSAND)
                .cardinality(10_000)
                .comment("Function-backed table with inlined cardinality (10000 rows)"))
        .table(
            numbers("numbers")
                .statisticsAge(HOUR)
                .comment("First 100 integers (demonstrates explicit columns)"))
        .table(
            numbers("volatile_numbers")
                .statisticsAge(0)
                .comment("Numbers with volatile stats (TTL=0, always re-fetched)"))
        .table(
            Table.named("funny_numbers")
                .from(Sequences.SEQUENCE, 123_456L)
                .scanByCall()
                .comment("123456 integers; stats served by the sequence function, not the table"))
        .table(
            Table.named("generated_sequence")
                .columns(Column.bigint("n"))
                .generated(Column.bigint("doubled"), "n * 2")
                .generated(Column.varchar("label"), "'item_' || CAST(n AS VARCHAR)")
                .from(Sequences.SEQUENCE, 10L)
                .scanByCall()
                .comment("Table with generated columns backed by sequence(10)"))
        .table(points())
        .table(colors())
        .table(departments())
        .table(products())
        .table(
            Table.named("employees")
                .from(FixedScans.EMPLOYEES)
                .scanByCall()
                .primaryKey("id")
                .notNull("id", "name", "email")
                .unique("email")
                .foreignKey(List.of("department_id"), "departments", List.of("id"))
                .comment("Employee table with FK to departments"))
        .table(
            Table.named("projects")
                .from(FixedScans.PROJECTS)
                .scanByCall()
                .primaryKey("department_id", "project_code")
                .notNull("department_id", "project_code", "title")
                .foreignKey(List.of("department_id"), "departments", List.of("id"))
                .comment("Projects with composite PK and FK to departments"))
        .view(
            View.of("small_numbers", "SELECT * FROM numbers WHERE value < 10")
                .comment("Numbers less than 10")
                .comment("value", "Single-digit value 0..9"))
        .index(Index.of("idx_numbers_value", "numbers", "value").comment("Index on numbers.value"))
        .index(
            Index.of("idx_numbers_value_unique", "numbers", "value")
                .unique()
                .comment("Unique index on numbers.value"));
  }

  private static TableBuilder numbers(String name) {
    return Table.named(name)
        .columns(Column.bigint("value"))
        .from(Sequences.SEQUENCE, 100L)
        .scanByCall()
        .statistics("value", Stats.range(0L, 99L).noNulls().distinct(100));
  }

  private static TableBuilder points() {
    var id = Column.bigint("id");
    ValueColumn<VarBinaryVector, byte[]> geometry =
        Column.blob("geom")
            .metadata("ARROW:extension:name", "geoarrow.wkb")
            .metadata("ARROW:extension:metadata", "{}");
    return Table.named("geo_points")
        .from(
            TableFunction.range(
                FunctionSpec.table("geo_points_scan")
                    .doc("Scan the grid of points")
                    .returns(id, geometry)
                    .build(),
                new TableFunction.RowCount() {
                  @Override
                  public long of(Call call) {
                    return GRID * GRID;
                  }
                },
                new TableFunction.RangeKernel() {
                  @Override
                  public void write(Scan scan, long first, int rows, BatchWriter out) {
                    out.series(id, rows, first + 1, 1);
                    out.fill(geometry, first, rows, row -> cell((int) row));
                  }
                }))
        .scanByCall()
        .statistics("id", Stats.range(1L, 25L).noNulls().distinct(25))
        .statistics(
            "geom",
            Stats.bounds(Shapes.point(0, 0), Shapes.point(GRID - 1, GRID - 1))
                .noNulls()
                .distinct(25))
        .statisticsAge(HOUR)
        .comment("5x5 grid of points with spatial statistics");
  }

  private static byte[] cell(int number) {
    int line = number / GRID;
    return Shapes.point(line, number % GRID);
  }

  private static TableBuilder colors() {
    return Table.named("colors")
        .from(FixedScans.COLORS)
        .scanByCall()
        .statistics("id", Stats.range(1L, 3L).noNulls().distinct(3))
        .statistics("color", text("blue", "red", 3, 5))
        .statistics("hex_code", text("#0000FF", "#FF0000", 3, 7))
        .statisticsAge(HOUR)
        .comment("Colors table with ENUM-derived statistics");
  }

  private static TableBuilder departments() {
    return Table.named("departments")
        .from(FixedScans.DEPARTMENTS)
        .scanByCall()
        .primaryKey("id")
        .notNull("id", "name")
        .unique("name")
        .check("budget >= 0")
        .defaultValue("budget", "0")
        .statistics("id", Stats.range(1L, 10L).noNulls().distinct(10))
        .statistics("name", text("Accounting", "Sales", 10, 20))
        .statistics("budget", Stats.range(50_000.0, 500_000.0).noNulls().distinct(10))
        .statisticsAge(HOUR)
        .comment("Department reference table");
  }

  private static TableBuilder products() {
    return Table.named("products")
        .from(FixedScans.PRODUCTS)
        .scanByCall()
        .primaryKey("id")
        .notNull("id")
        .defaultValue("quantity", "0")
        .defaultValue("name", "'unknown'")
        .defaultValue("price", "9.99")
        .comment("id", "Unique product identifier")
        .comment("name", "Product display name")
        .comment("price", "Unit price in USD")
        .statistics("id", Stats.range(1L, 100L).noNulls().distinct(100))
        .statistics("name", text("Anvil", "Zebra Tape", 100, 30))
        .statistics("quantity", Stats.range(0L, 10_000L).distinct(50))
        .statistics("price", Stats.range(0.99, 999.99).noNulls().distinct(80))
        .statisticsAge(HOUR)
        .comment("Product table with column defaults");
  }

  private static Stats text(String min, String max, long distinct, long maxLength) {
    return Stats.range(min, max).noNulls().distinct(distinct).unicode(false).maxLength(maxLength);
  }
}
