package io.vgi.example.table;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.state.StateCodec;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A sequence that counts what it gives; EXPLAIN ANALYZE shows the counts. */
final class ProfilingDemo implements TableFunction<ProfilingDemo.Progress> {
  private static final String COUNTS = "counts";
  private static final StateCodec<Counts> CODEC = StateCodec.ofRecord(Counts.class);
  private static final Arg<Long> INCREMENT =
      Arg.bigint("increment").named().orElse(1L).atLeast(1L).doc("Step between values");

  private final FunctionSpec spec =
      FunctionSpec.table("profiling_demo")
          .args(Args.COUNT, Args.BATCH_SIZE, INCREMENT)
          .returns(Args.N)
          .doc("A sequence that shows its counts in EXPLAIN ANALYZE")
          .categories("generator", "utility")
          .example(
              "EXPLAIN ANALYZE SELECT count(*) FROM profiling_demo(500)", "The counts of a scan")
          .build();

  /** What a scan has given, and when it began. */
  record Progress(long rows, long batches, long startMicros) {}

  /** What EXPLAIN ANALYZE shows. */
  record Counts(long rows, long batches, long micros) {}

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) {
    return TableShape.of(spec.output()).cardinality(bind.get(Args.COUNT));
  }

  @Override
  public Progress open(Scan scan) {
    return new Progress(0, 0, micros());
  }

  @Override
  public @Nullable Progress next(Scan scan, Progress at, BatchWriter out) {
    long left = scan.get(Args.COUNT) - at.rows();
    if (left <= 0) {
      return null;
    }
    // batches are as large as the caller says, because their number is shown
    int rows = Math.toIntExact(Math.min(left, scan.get(Args.BATCH_SIZE)));
    long increment = scan.get(INCREMENT);
    out.series(Args.N, rows, Math.multiplyExact(at.rows(), increment), increment);
    out.rows(rows);
    Progress next = new Progress(at.rows() + rows, at.batches() + 1, at.startMicros());
    long elapsed = micros() - at.startMicros();
    scan.executionState().put(COUNTS, new Counts(next.rows(), next.batches(), elapsed), CODEC);
    return next;
  }

  @Override
  public Map<String, String> profile(Call call) {
    Counts counts = call.executionState().find(COUNTS, CODEC);
    if (counts == null) {
      return Map.of();
    }
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("rows_produced", Long.toString(counts.rows()));
    lines.put("batches_emitted", Long.toString(counts.batches()));
    lines.put("elapsed_ms", String.format(Locale.ROOT, "%.2f", counts.micros() / 1000.0));
    return lines;
  }

  private static long micros() {
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
  }
}
