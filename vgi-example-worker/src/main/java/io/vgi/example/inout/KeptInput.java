package io.vgi.example.inout;

import io.vgi.function.BufferingSpecBuilder;
import io.vgi.function.FunctionSpec;
import io.vgi.function.KeepingFunction;
import io.vgi.function.Pushdown;

/** Keeps all of its input and then gives it back. */
class KeptInput implements KeepingFunction {
  private final FunctionSpec spec;

  KeptInput(BufferingSpecBuilder spec) {
    this.spec = spec.tableInput().build();
  }

  static KeptInput plain() {
    return new KeptInput(
        FunctionSpec.buffering("buffer_input")
            .doc("Collects all input batches and emits during finalization")
            .categories("utility", "buffer")
            .example(
                "SELECT * FROM buffer_input((SELECT * FROM input_table))",
                "Buffer all input and emit on finalize"));
  }

  static KeptInput pushdown() {
    return new KeptInput(
        FunctionSpec.buffering("echo_buffering")
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .doc("Buffered passthrough with projection + filter pushdown")
            .categories("test", "buffer", "pushdown"));
  }

  static KeptInput ordered() {
    return new KeptInput(
        FunctionSpec.buffering("ordered_buffer_input")
            .orderedSink()
            .doc("buffer_input that takes its input in order, in one stream")
            .categories("test", "ordering")
            .example(
                "SELECT * FROM ordered_buffer_input((SELECT * FROM input_table))",
                "Buffer all input in order and emit on finalize"));
  }

  static KeptInput indexed() {
    return new KeptInput(
        FunctionSpec.buffering("batch_index_buffer_input")
            .inputBatchIndex()
            .doc("buffer_input that puts batches in order by their index")
            .categories("test", "ordering"));
  }

  /** The function that the engine also registers under a global name. */
  static KeptInput global() {
    return new KeptInput(
        FunctionSpec.buffering("global_buffered")
            .doc("Global-registration probe (table-buffering)")
            .categories("test", "global")
            .example(
                "SELECT * FROM vgi_example_global_buffered((SELECT 1 AS x))",
                "Buffering probe published into system.main"));
  }

  @Override
  public final FunctionSpec spec() {
    return spec;
  }
}
