package io.vgi.example.inout;

import io.vgi.catalog.Schema;

/** Puts the functions from rows to rows into schemas. */
public final class RowFunctions {
  private RowFunctions() {}

  /** Adds what the schema {@code main} has. */
  public static void addToMain(Schema.Builder schema) {
    addTableInputs(schema);
    addBlended(schema);
    addBuffering(schema);
  }

  /** Adds what the schema {@code data} has. */
  public static void addToData(Schema.Builder schema) {
    schema.function(new TaggedRows("data")).function(new TaggedKept("data"));
  }

  private static void addTableInputs(Schema.Builder schema) {
    schema
        .function(Echo.plain())
        .function(Echo.cached())
        .function(new RevalidatedEcho())
        .function(new EchoWitness())
        .function(new RepeatInputs())
        .function(new FilterBySetting())
        .function(new SubstreamSum.Once())
        .function(new SubstreamSum.ManyBatches())
        .function(new UnnestTensorRows())
        .function(new SecretInOut())
        .function(new SlowEcho())
        .function(new TaggedRows("main"));
  }

  private static void addBlended(Schema.Builder schema) {
    schema
        .function(BlendedAny.single())
        .function(BlendedAny.repeated())
        .function(new BlendedDrop())
        .function(Explode.plain())
        .function(Explode.cached())
        .function(CachedDouble.eachValue())
        .function(CachedDouble.revalidated())
        .function(GeoEncode.flat())
        .function(GeoEncode.withAltitude())
        .function(new HostileProvenance())
        .function(new ProjectableBlended())
        .function(new RowSum())
        .function(new SecretCachedLateral());
  }

  private static void addBuffering(Schema.Builder schema) {
    schema
        .function(KeptInput.plain())
        .function(KeptInput.pushdown())
        .function(KeptInput.ordered())
        .function(KeptInput.indexed())
        .function(KeptInput.global())
        .function(new Generated.Wide())
        .function(new Generated.Ordered())
        .function(new Generated.Slow())
        .function(new LargeState())
        .function(SumColumns.plain())
        .function(SumColumns.cached())
        .function(SumColumns.distributed())
        .function(new SumColumns.FailingSink())
        .function(new SumColumns.FailingSource())
        .function(new Failures.InSink())
        .function(new Failures.InMerge())
        .function(new Failures.InSource())
        .function(new Failures.Hanging())
        .function(new TaggedKept("main"));
  }
}
