package io.vgi.example.table;

import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.function.TableFunction;

/** Puts the table functions and tables of this package into schemas. */
public final class Tables {
  private static final String SAME_NAME = "test_same_name_table";

  private Tables() {}

  /** Adds what the schema {@code main} has. */
  public static void addToMain(Schema.Builder schema) {
    TableFunction<?> sameName = FixedScans.sameName("main");
    schema
        .function(Sequences.SEQUENCE)
        .function(Sequences.reals())
        .function(Sequences.nested())
        .function(Echoes.named())
        .function(Sequences.projected())
        .function(Overloads.constants())
        .function(Echoes.typed())
        .function(Sequences.TEN_THOUSAND)
        .function(Turns.logging())
        .function(Turns.failing())
        .function(Echoes.unions())
        .function(Echoes.settings())
        .function(Echoes.struct());
    Splits.addTo(schema);
    schema
        .function(new ProfilingDemo())
        .function(Turns.inTransaction())
        .function(new SlowCancellable())
        .function(sameName)
        .table(
            Table.named(SAME_NAME)
                .comment("Schema-disambiguation probe; the main-schema table")
                .from(sameName));
    FixedScans.addTo(schema);
    RequiredFilterTables.addFunctions(schema);
    VersionedTables.addFunctions(schema);
    schema.function(RowIds.SEQUENCE);
    Overloads.addTo(schema);
  }

  /** Adds what the schema {@code data} has. */
  public static void addToData(Schema.Builder schema) {
    TableFunction<?> sameName = FixedScans.sameName("data");
    schema.function(sameName).table(Table.named(SAME_NAME).from(sameName));
    DataTables.addTo(schema);
    RowIds.addTables(schema);
    RequiredFilterTables.addTables(schema);
    VersionedTables.addTables(schema);
    BranchTables.addTo(schema);
  }
}
