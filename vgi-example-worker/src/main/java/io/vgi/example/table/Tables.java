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
        .function(new Sequence())
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
        .function(FixedScans.global())
        .function(FixedScans.colors())
        .function(FixedScans.departments())
        .function(FixedScans.employees())
        .function(FixedScans.products())
        .function(FixedScans.projects())
        .function(SplitRows.sequence())
        .function(SplitRows.zero())
        .function(SplitRows.many())
        .function(SplitRows.skewed())
        .function(SplitRows.emptyRanges())
        .function(new SplitFailAt())
        .function(sameName)
        .table(
            Table.named(SAME_NAME)
                .comment("Schema-disambiguation probe; the main-schema table")
                .from(sameName));
    MakeSeries.addTo(schema);
    MakePairs.addTo(schema);
    RepeatValue.addTo(schema);
  }

  /** Adds what the schema {@code data} has. */
  public static void addToData(Schema.Builder schema) {
    FixedRows sameName = FixedScans.sameName("data");
    schema
        .function(sameName)
        .table(
            Table.named(SAME_NAME)
                .comment("Schema-disambiguation probe; the data-schema table")
                .from(sameName))
        .table(
            Table.named("large_sequence")
                .comment("A large sequence of integers from 0 to 1,000,000")
                .from(new Sequence(), 1_000_000L))
        .table(
            Table.named("ten_thousand_table")
                .comment("Function-backed table over the no-arg ten_thousand function")
                .from(new TenThousand()));
  }
}
