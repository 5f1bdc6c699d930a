package io.vgi.example.inout;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;

/** Gives its input back, unless the engine says that it still has it. */
final class RevalidatedEcho implements TableInOutFunction {
  @Override
  public FunctionSpec spec() {
    return FunctionSpec.tableInOut("cached_reval_echo")
        .tableInput()
        .doc("Classic passthrough with always-revalidate (304 not_modified) contract")
        .categories("cache", "test")
        .build();
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) {
    if (!Validator.answers(scan, in, out)) {
      out.forward(in);
    }
  }
}
