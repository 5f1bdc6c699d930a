package io.vgi.example.table;

import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;

/** Puts the table functions and tables of this package into schemas. */
public final class Tables {
  private static final String SAME_NAME = "test_same_name_table";

  private Tables() {}

  /** Adds what the schema {@code main} has. */
  public static void addToMain(Schema.Builder schema) {
    FixedRows sameName = FixedScans.sameName("main");
    schema
        .function(BranchTables.SEQUENCE)
        .function(new DoubleSequence())
        .function(new NestedSequence())
        .function(new NamedParamsEcho())
        .function(new ProjectedData())
        .function(new ConstantColumns())
        .function(new TypedProbe())
        .function(new TenThousand())
        .function(new LoggingGenerator())
        .function(new GeneratorException())
        .function(new UnionVarargs())
        .function(new SettingsAware())
        .function(new StructSettings())
        .function(BranchTables.SPLIT_SEQUENCE)
        .function(SplitRows.zero())
        .function(SplitRows.many())
        .function(SplitRows.skewed())
        .function(SplitRows.emptyRanges())
        .function(new SplitFailAt())
        .function(SplitMarked.indexed())
        .function(SplitMarked.cacheable())
        .function(SplitMarked.stale())
        .function(SplitMarked.shortLived())
        .function(new ProfilingDemo())
        .function(new TransactionValue())
        .function(new SlowCancellable())
        .function(sameName)
        .table(
            Table.named(SAME_NAME)
                .comment("Schema-disambiguation probe; the main-schema table")
                .from(sameName));
    FixedScans.addTo(schema);
    RequiredFilterTables.addFunctions(schema);
    VersionedTables.addFunctions(schema);
    schema.function(RowIdSequence.INSTANCE);
    MakeSeries.addTo(schema);
    MakePairs.addTo(schema);
    RepeatValue.addTo(schema);
  }

  /** Adds what the schema {@code data} has. */
  public static void addToData(Schema.Builder schema) {
    FixedRows sameName = FixedScans.sameName("data");
    schema.function(sameName).table(Table.named(SAME_NAME).from(sameName));
    DataTables.addTo(schema);
    RowIdSequence.addTables(schema);
    RequiredFilterTables.addTables(schema);
    VersionedTables.addTables(schema);
    BranchTables.addTo(schema);
  }
}
