package io.vgi.example.table;

import io.vgi.catalog.Index;
import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableBuilder;
import io.vgi.catalog.View;
import io.vgi.function.FunctionSpec;
import io.vgi.type.Column;
import io.vgi.type.Stats;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VarBinaryVector;

/** The plain tables of schema {@code data}: keys, defaults, statistics and generated columns. */
final class DataTables {
  private static final long HOUR = 3600;
  private static final int GRID = 5;
  private static final Column<VarBinaryVector> GEOMETRY =
      Column.blob("geom")
          .metadata("ARROW:extension:name", "geoarrow.wkb")
          .metadata("ARROW:extension:metadata", "{}");

  private DataTables() {}

  static void addTo(Schema.Builder data) {
    Sequence sequence = BranchTables.SEQUENCE;
    TenThousand tenThousand = new TenThousand();
    data.table(
            Table.named("large_sequence")
                .from(sequence, 1_000_000L)
                .statistics("n", Stats.range(0L, 999_999L).noNulls().distinct(1_000_000))
                .statisticsAge(HOUR)
                .comment("A large sequence of integers from 0 to 1,000,000"))
        .table(
            Table.named("ten_thousand_table")
                .from(tenThousand)
                .comment("Function-backed table over the no-arg ten_thousand function"))
        .table(
            Table.named("cardinality_inlined_table")
                .from(tenThousand)
                .cardinality(10_000)
                .comment("Function-backed table with inlined cardinality (10000 rows)"))
        .table(
            numbers("numbers", sequence)
                .statisticsAge(HOUR)
                .comment("First 100 integers (demonstrates explicit columns)"))
        .table(
            numbers("volatile_numbers", sequence)
                .statisticsAge(0)
                .comment("Numbers with volatile stats (TTL=0, always re-fetched)"))
        .table(
            Table.named("funny_numbers")
                .from(sequence, 123_456L)
                .scanByCall()
                .comment("123456 integers; stats served by the sequence function, not the table"))
        .table(
            Table.named("generated_sequence")
                .columns(Column.bigint("n"))
                .generated(Column.bigint("doubled"), "n * 2")
                .generated(Column.varchar("label"), "'item_' || CAST(n AS VARCHAR)")
                .from(sequence, 10L)
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

  private static TableBuilder numbers(String name, Sequence sequence) {
    return Table.named(name)
        .columns(Column.bigint("value"))
        .from(sequence, 100L)
        .scanByCall()
        .statistics("value", Stats.range(0L, 99L).noNulls().distinct(100));
  }

  private static TableBuilder points() {
    List<Object> ids = new ArrayList<>();
    List<Object> points = new ArrayList<>();
    for (int i = 0; i < GRID * GRID; i++) {
      ids.add((long) i + 1);
      int line = i / GRID;
      points.add(point(line, i % GRID));
    }
    FixedRows rows =
        FixedRows.of(FunctionSpec.table("geo_points_scan").doc("Scan the grid of points"))
            .values(Column.bigint("id"), ids)
            .values(GEOMETRY, points)
            .build();
    return Table.named("geo_points")
        .from(rows)
        .scanByCall()
        .statistics("id", Stats.range(1L, 25L).noNulls().distinct(25))
        .statistics(
            "geom", Stats.bounds(point(0, 0), point(GRID - 1, GRID - 1)).noNulls().distinct(25))
        .statisticsAge(HOUR)
        .comment("5x5 grid of points with spatial statistics");
  }

  /** A point as WKB: byte order, kind, coordinates. */
  private static byte[] point(double x, double y) {
    return ByteBuffer.allocate(21)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 1)
        .putInt(1)
        .putDouble(x)
        .putDouble(y)
        .array();
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
