package io.vgi.example.inout;

import io.vgi.catalog.Schema;

/** Puts the functions from rows to rows into schemas. */
public final class RowFunctions {
  private RowFunctions() {}

  /** Adds what the schema {@code main} has. */
  public static void addToMain(Schema.Builder schema) {
    schema
        .functions(
            TableInputs.echo(),
            TableInputs.cachedEcho(),
            TableInputs.revalidatedEcho(),
            TableInputs.echoWitness(),
            TableInputs.repeatInputs(),
            TableInputs.filterBySetting(),
            SubstreamSum.once(),
            SubstreamSum.manyBatches(),
            TableInputs.unnestTensorRows(),
            TableInputs.secretInOut(),
            new SubstreamSum.SlowEcho(),
            TableInputs.tagged("main"))
        .functions(
            Blended.any(),
            Blended.anyVarargs(),
            Blended.drop(),
            Blended.explode(),
            Blended.cachedExplode(),
            Blended.cachedDouble(),
            Blended.revalidatedDouble(),
            Blended.geoEncode(),
            Blended.geoEncodeWithAltitude(),
            Blended.hostileProvenance(),
            Blended.projectable(),
            Blended.rowSum(),
            Blended.secretCachedLateral())
        .functions(
            KeptInput.plain(),
            KeptInput.pushdown(),
            KeptInput.ordered(),
            KeptInput.indexed(),
            KeptInput.global(),
            new Generated.Wide(),
            new Generated.Ordered(),
            new Generated.Slow(),
            new Generated.LargeState(),
            SumColumns.plain(),
            SumColumns.cached(),
            SumColumns.distributed(),
            SumColumns.failingSink(),
            SumColumns.failingSource(),
            new KeptInput.CrashInSink(),
            new KeptInput.FailInMerge(),
            new KeptInput.FailInSource(),
            new KeptInput.Hanging(),
            new TaggedKept("main"));
  }

  /** Adds what the schema {@code data} has. */
  public static void addToData(Schema.Builder schema) {
    schema.functions(TableInputs.tagged("data"), new TaggedKept("data"));
  }
}
