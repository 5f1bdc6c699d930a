package io.vgi.it;

import io.vgi.catalog.Catalog;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.type.Column;
import io.vgi.type.Stats;
import org.apache.arrow.vector.IntVector;
import org.jspecify.annotations.Nullable;

/** Table functions that say much about their values. */
final class ProbeValues {
  private ProbeValues() {}

  static void addTo(Catalog.Builder probe) {
    probe.function(new Narrow());
  }

  /** Before the only batch. */
  record Start() {}

  /** A function of one batch. */
  private interface Once extends TableFunction<Start> {
    @Override
    default Start open(Scan scan) {
      return new Start();
    }

    @Override
    default @Nullable Start next(Scan scan, Start at, BatchWriter out) {
      write(scan, out);
      return null;
    }

    void write(Scan scan, BatchWriter out);
  }

  /** Ten numbers whose bounds are wider than their type. */
  private record Narrow(FunctionSpec spec) implements Once {
    private static final Column<IntVector> N = Column.integer("n");

    Narrow() {
      this(FunctionSpec.named("narrow").returns(N).build());
    }

    @Override
    public TableShape bind(Bind bind) {
      return TableShape.of(N).statistics(N, Stats.range(0L, 4_294_967_295L));
    }

    @Override
    public void write(Scan scan, BatchWriter out) {
      for (int row = 0; row < 10; row++) {
        out.get(N).set(row, row);
      }
      out.rows(10);
    }
  }
}
