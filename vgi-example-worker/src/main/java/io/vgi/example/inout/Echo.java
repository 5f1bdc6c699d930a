package io.vgi.example.inout;

import io.vgi.function.BatchWriter;
import io.vgi.function.CacheHint;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;

/** Gives its input back. */
final class Echo implements TableInOutFunction {
  private final FunctionSpec spec;

  private Echo(FunctionSpec spec) {
    this.spec = spec;
  }

  static Echo plain() {
    return new Echo(
        FunctionSpec.tableInOut("echo")
            .tableInput()
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .doc("Passthrough function that emits each input batch unchanged")
            .categories("utility", "debug")
            .tag("category", "debug")
            .tag("type", "passthrough")
            .example(
                "SELECT * FROM echo((SELECT * FROM input_table))",
                "Pass through all rows unchanged")
            .build());
  }

  /** The function whose results may be kept. */
  static Echo cached() {
    return new Echo(
        FunctionSpec.tableInOut("cached_echo")
            .tableInput()
            .doc("Cacheable classic (TABLE-input) passthrough (advertises vgi.cache.ttl)")
            .categories("cache", "test")
            .cache(CacheHint.forSeconds(300))
            .build());
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) {
    out.forward(in);
  }
}
