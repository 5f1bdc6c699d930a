package io.vgi.example.inout;

import io.vgi.function.BatchWriter;
import io.vgi.function.BufferingSpecBuilder;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.rpc.VgiException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Functions that keep their input as others do and fail somewhere. */
final class Failures {
  private Failures() {}

  private static BufferingSpecBuilder failing(String name, String doc, String kind) {
    return FunctionSpec.buffering(name)
        .doc(doc)
        .categories("test", kind)
        .example("SELECT * FROM " + name + "((SELECT 1 AS v))", doc);
  }

  static VgiException intended(String where) {
    return VgiException.invalidArgument("Intentional exception " + where);
  }

  /** Kills its process while it takes a batch. */
  static final class InSink extends KeptInput {
    InSink() {
      super(failing("crash_on_process", "Worker SIGKILLs itself during process (test)", "crash"));
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
  static final class InMerge extends KeptInput {
    InMerge() {
      super(failing("crash_on_combine", "Worker raises during combine (test)", "crash"));
    }

    @Override
    public List<Position> open(Source source, Nothing all) {
      throw intended("during combine()");
    }
  }

  /** Fails when its result is read. */
  static final class InSource extends KeptInput {
    InSource() {
      super(failing("crash_on_finalize", "Worker raises during finalize (test)", "crash"));
    }

    @Override
    public Position next(Source source, Nothing all, Position at, BatchWriter out) {
      throw intended("during finalize()");
    }
  }

  /** Sleeps for an hour while it takes a batch. */
  static final class Hanging extends KeptInput {
    Hanging() {
      super(failing("hang_on_process", "Worker sleeps in process (manual cancel test)", "hang"));
    }

    @Override
    public void sink(Sink sink, Nothing part, Rows in) throws InterruptedException {
      TimeUnit.HOURS.sleep(1);
    }
  }
}
