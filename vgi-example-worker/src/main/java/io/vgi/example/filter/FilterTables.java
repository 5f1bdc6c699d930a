package io.vgi.example.filter;

import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableBuilder;
import io.vgi.catalog.TableVersions;
import io.vgi.function.RangeFunction;
import io.vgi.pushdown.AsOf;

/** Tables over the functions that see what the engine hands down. */
public final class FilterTables {
  static final RangeFunction ECHO = Filters.echoTable();
  static final RangeFunction LATE = Filters.late();
  static final TimeTravelRows BY_SCAN = TimeTravelRows.scanned();
  static final TimeTravelRows BY_ARGUMENT = TimeTravelRows.resolved();
  private static final long LATE_ROWS = 1000;
  private static final long STRIDE = 7;

  private FilterTables() {}

  /** Adds what the schema {@code data} has. */
  public static void addTo(Schema.Builder data) {
    data.table(
            Table.named("filter_echo_table")
                .from(ECHO)
                .scanByCall()
                .comment(
                    "Catalog table echoing pushed-down filters (filter-pushdown-through-view"
                        + " tests)."))
        .table(late("late_mat").comment("Late-materialization table (1000 rows, unique rowid)"))
        .table(
            late("late_mat_dup")
                .with("dup_row_id", true)
                .comment(
                    "Late-materialization table with deliberately non-unique rowid (contract"
                        + " violation)"))
        .table(
            late("late_mat_nulls")
                .with("null_ord_stride", STRIDE)
                .comment("Late-materialization table with NULLs in the ord column"))
        .table(
            Table.named("tt_pushdown_fn")
                .from(BY_SCAN)
                .timeTravel()
                .comment("Function-backed: prunes by filter AND time-travels (AT read at init)."))
        .table(
            resolved(TimeTravelRows.NEWEST)
                .versions(
                    new TableVersions() {
                      @Override
                      public Table at(AsOf asOf) {
                        return resolved(TimeTravelRows.version(asOf)).build();
                      }
                    })
                .comment("Columns-based: prunes by filter AND time-travels (AT → version arg)."));
  }

  private static TableBuilder late(String name) {
    return Table.named(name).from(LATE, LATE_ROWS).scanByCall();
  }

  private static TableBuilder resolved(long version) {
    return Table.named("tt_pushdown_cols").from(BY_ARGUMENT, version).scanByCall();
  }
}
