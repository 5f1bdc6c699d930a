package io.vgi.example.table;

import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableBuilder;
import io.vgi.function.FunctionSpec;
import io.vgi.param.Arg;
import io.vgi.pushdown.AsOf;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import java.util.List;

/** Tables that queries can see as they were: {@code AT (VERSION => 1)}. */
public final class VersionedTables {
  private static final long NEWEST = 3;
  private static final int FIRST_YEAR = 2020;
  private static final String ID = "id";
  private static final String NAME = "name";
  private static final String EMAIL = "email";
  private static final String SCORE = "score";

  private static final VersionedRows DATA =
      new VersionedRows(
          FunctionSpec.table("versioned_data_scan")
              .doc("Returns versioned data with schema evolution")
              .categories("generator", "testing"),
          Arg.bigint("version").doc("Data version to return"),
          rows().longs(ID, 1, 2, 3).build(),
          rows()
              .longs(ID, 1, 2, 3, 4, 5)
              .texts(NAME, "alice", "bob", "carol", "dave", "eve")
              .doubles(SCORE, 10, 20, 30, 40, 50)
              .values(Column.bool("active"), List.of(true, false, true, false, true))
              .build(),
          rows().longs(ID, 1, 2, 3, 4).doubles(SCORE, 15, 25, 35, 45).build());

  private static final VersionedRows CONSTRAINTS =
      new VersionedRows(
          FunctionSpec.table("versioned_constraints_scan").doc("Scan versioned constraints table"),
          Arg.bigint("version").doc("Data version"),
          rows().longs(ID, 1, 2).texts(NAME, "Alice", "Bob").build(),
          people().build(),
          people().longs("department_id", 1, 2, 1).build());

  private VersionedTables() {}

  private static FixedRows.Builder rows() {
    return FixedRows.of(FunctionSpec.table("version"));
  }

  private static FixedRows.Builder people() {
    return rows()
        .longs(ID, 1, 2, 3)
        .texts(NAME, "Alice", "Bob", "Carol")
        .texts(EMAIL, "a@co", "b@co", "c@co");
  }

  static void addFunctions(Schema.Builder main) {
    main.function(DATA).function(CONSTRAINTS);
  }

  static void addTables(Schema.Builder data) {
    data.table(
            data(NEWEST)
                .comment("Versioned data table demonstrating time travel with schema evolution")
                .versions(asOf -> data(version(asOf)).build()))
        .table(
            constraints(NEWEST)
                .comment("Table with constraints that evolve across versions")
                .versions(asOf -> constraints(asOf.version()).build()));
  }

  private static TableBuilder data(long version) {
    return table("versioned_data", DATA, version);
  }

  /** Each version adds to what the one before it promises. */
  private static TableBuilder constraints(long version) {
    TableBuilder table = table("versioned_constraints", CONSTRAINTS, version).notNull(ID);
    if (version >= 2) {
      table.notNull(NAME).primaryKey(ID).unique(EMAIL);
    }
    if (version >= NEWEST) {
      table.foreignKey(List.of("department_id"), "departments", List.of(ID));
    }
    return table;
  }

  private static TableBuilder table(String name, VersionedRows rows, long version) {
    return Table.named(name)
        .columns(rows.at(version).spec().output().toArray(new Column<?>[0]))
        .from(rows, version)
        .scanByCall();
  }

  /** The version of a number, or of the year of a point in time. */
  public static long version(AsOf asOf) {
    if (asOf.unit() == AsOf.Unit.VERSION) {
      return asOf.version();
    }
    int year = asOf.timestamp().getYear();
    if (year < FIRST_YEAR) {
      throw VgiException.invalidArgument(
          "No version exists at timestamp '"
              + asOf.value()
              + "': table did not exist before "
              + FIRST_YEAR);
    }
    return Math.min(year - FIRST_YEAR + 1, NEWEST);
  }
}
