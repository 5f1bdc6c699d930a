package io.vgi.example.table;

import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableBuilder;
import io.vgi.catalog.TableVersions;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.RangeFunction;
import io.vgi.function.RowWriter;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.function.TableSpecBuilder;
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

  private static final Versions DATA =
      new Versions(
          FunctionSpec.table("versioned_data_scan")
              .doc("Returns versioned data with schema evolution")
              .categories("generator", "testing"),
          Arg.bigint("version").doc("Data version to return"),
          new Version(List.of(Column.bigint(ID)), List.of(1L), List.of(2L), List.of(3L)),
          new Version(
              List.of(
                  Column.bigint(ID),
                  Column.varchar(NAME),
                  Column.float8(SCORE),
                  Column.bool("active")),
              List.of(1L, "alice", 10.0, true),
              List.of(2L, "bob", 20.0, false),
              List.of(3L, "carol", 30.0, true),
              List.of(4L, "dave", 40.0, false),
              List.of(5L, "eve", 50.0, true)),
          new Version(
              List.of(Column.bigint(ID), Column.float8(SCORE)),
              List.of(1L, 15.0),
              List.of(2L, 25.0),
              List.of(3L, 35.0),
              List.of(4L, 45.0)));

  private static final Versions CONSTRAINTS =
      new Versions(
          FunctionSpec.table("versioned_constraints_scan").doc("Scan versioned constraints table"),
          Arg.bigint("version").doc("Data version"),
          new Version(
              List.of(Column.bigint(ID), Column.varchar(NAME)),
              List.of(1L, "Alice"),
              List.of(2L, "Bob")),
          new Version(
              List.of(Column.bigint(ID), Column.varchar(NAME), Column.varchar(EMAIL)),
              List.of(1L, "Alice", "a@co"),
              List.of(2L, "Bob", "b@co"),
              List.of(3L, "Carol", "c@co")),
          new Version(
              List.of(
                  Column.bigint(ID),
                  Column.varchar(NAME),
                  Column.varchar(EMAIL),
                  Column.bigint("department_id")),
              List.of(1L, "Alice", "a@co", 1L),
              List.of(2L, "Bob", "b@co", 2L),
              List.of(3L, "Carol", "c@co", 1L)));

  private VersionedTables() {}

  static void addFunctions(Schema.Builder main) {
    main.function(DATA.scan).function(CONSTRAINTS.scan);
  }

  static void addTables(Schema.Builder data) {
    data.table(
            data(NEWEST)
                .comment("Versioned data table demonstrating time travel with schema evolution")
                .versions(
                    new TableVersions() {
                      @Override
                      public Table at(AsOf asOf) {
                        return data(version(asOf)).build();
                      }
                    }))
        .table(
            constraints(NEWEST)
                .comment("Table with constraints that evolve across versions")
                .versions(
                    new TableVersions() {
                      @Override
                      public Table at(AsOf asOf) {
                        return constraints(asOf.version()).build();
                      }
                    }));
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

  private static TableBuilder table(String name, Versions rows, long version) {
    return Table.named(name)
        .columns(rows.at(version).columns().toArray(new Column<?>[0]))
        .from(rows.scan, version)
        .scanByCall();
  }

  /** Columns and rows. */
  private record Version(List<Column<?>> columns, List<?>... rows) {}

  /** A table of which every version, from 1 on, has columns and rows of its own. */
  private static final class Versions {
    private final List<Version> versions;
    private final RangeFunction scan;

    Versions(TableSpecBuilder spec, Arg<Long> version, Version... versions) {
      this.versions = List.of(versions);
      this.scan =
          TableFunction.shaped(
              spec.args(version).build(),
              new TableFunction.Shaper() {
                @Override
                public TableShape of(Bind bind) {
                  Version at = at(bind.get(version));
                  return TableShape.of(at.columns()).cardinality(at.rows().length);
                }
              },
              new TableFunction.RangeKernel() {
                @Override
                public void write(Scan scan, long first, int rows, BatchWriter out) {
                  for (List<?> values : at(scan.get(version)).rows()) {
                    RowWriter row = out.row();
                    for (int c = 0; c < values.size(); c++) {
                      row.set(c, values.get(c));
                    }
                  }
                }
              });
    }

    Version at(long number) {
      if (number < 1 || number > versions.size()) {
        throw VgiException.invalidArgument(
            "Unknown version: " + number + ". Valid versions: [1, 2, 3]");
      }
      return versions.get((int) number - 1);
    }
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
