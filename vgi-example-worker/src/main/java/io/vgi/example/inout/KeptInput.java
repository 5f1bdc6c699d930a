package io.vgi.example.inout;

import io.vgi.function.BatchWriter;
import io.vgi.function.BufferingFunction;
import io.vgi.function.BufferingSpecBuilder;
import io.vgi.function.FunctionSpec;
import io.vgi.function.KeepingFunction;
import io.vgi.function.Pushdown;
import io.vgi.function.Rows;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.rpc.VgiException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Functions that keep all of their input and then give it back, or fail somewhere. */
final class KeptInput {
  private KeptInput() {}

  static KeepingFunction plain() {
    return kept(
        FunctionSpec.buffering("buffer_input")
            .doc("Collects all input batches and emits during finalization")
            .categories("utility", "buffer")
            .example(
                "SELECT * FROM buffer_input((SELECT * FROM input_table))",
                "Buffer all input and emit on finalize"));
  }

  static KeepingFunction pushdown() {
    return kept(
        FunctionSpec.buffering("echo_buffering")
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .doc("Buffered passthrough with projection + filter pushdown")
            .categories("test", "buffer", "pushdown"));
  }

  static KeepingFunction ordered() {
    return kept(
        FunctionSpec.buffering("ordered_buffer_input")
            .orderedSink()
            .doc("buffer_input that takes its input in order, in one stream")
            .categories("test", "ordering")
            .example(
                "SELECT * FROM ordered_buffer_input((SELECT * FROM input_table))",
                "Buffer all input in order and emit on finalize"));
  }

  static KeepingFunction indexed() {
    return kept(
        FunctionSpec.buffering("batch_index_buffer_input")
            .inputBatchIndex()
            .doc("buffer_input that puts batches in order by their index")
            .categories("test", "ordering"));
  }

  /** The function that the engine also registers under a global name. */
  static KeepingFunction global() {
    return kept(
        FunctionSpec.buffering("global_buffered")
            .doc("Global-registration probe (table-buffering)")
            .categories("test", "global")
            .example(
                "SELECT * FROM vgi_example_global_buffered((SELECT 1 AS x))",
                "Buffering probe published into system.main"));
  }

  private static KeepingFunction kept(BufferingSpecBuilder spec) {
    return BufferingFunction.keeping(spec.tableInput().build());
  }

  private static FunctionSpec failing(String name, String doc, String kind) {
    return FunctionSpec.buffering(name)
        .doc(doc)
        .categories("test", kind)
        .example("SELECT * FROM " + name + "((SELECT 1 AS v))", doc)
        .tableInput()
        .build();
  }

  static VgiException intended(String where) {
    return VgiException.invalidArgument("Intentional exception " + where);
  }

  /** Kills its process while it takes a batch. */
  record CrashInSink(FunctionSpec spec) implements KeepingFunction {
    CrashInSink() {
      this(failing("crash_on_process", "Worker SIGKILLs itself during process (test)", "crash"));
    }

    @Override
    public void sink(Sink sink, Nothing part, Rows in) throws IOException, InterruptedException {
      String self = Long.toString(ProcessHandle.current().pid());
      try {
        new ProcessBuilder("kill", "-9", self).start().waitFor();
      } finally {
        // where there is no such program, or before the signal arrives
        Runtime.getRuntime().halt(137);
      }
    }
  }

  /** Fails when its parts are merged. */
  record FailInMerge(FunctionSpec spec) implements KeepingFunction {
    FailInMerge() {
      this(failing("crash_on_combine", "Worker raises during combine (test)", "crash"));
    }

    @Override
    public List<Position> open(Source source, Nothing all) {
      throw intended("during combine()");
    }
  }

  /** Fails when its result is read. */
  record FailInSource(FunctionSpec spec) implements KeepingFunction {
    FailInSource() {
      this(failing("crash_on_finalize", "Worker raises during finalize (test)", "crash"));
    }

    @Override
    public @Nullable Position next(Source source, Nothing all, Position at, BatchWriter out) {
      throw intended("during finalize()");
    }
  }

  /** Sleeps for an hour while it takes a batch. */
  record Hanging(FunctionSpec spec) implements KeepingFunction {
    Hanging() {
      this(failing("hang_on_process", "Worker sleeps in process (manual cancel test)", "hang"));
    }

    @Override
    public void sink(Sink sink, Nothing part, Rows in) throws InterruptedException {
      TimeUnit.HOURS.sleep(1);
    }
  }
}
