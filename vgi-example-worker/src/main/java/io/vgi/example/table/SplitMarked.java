package io.vgi.example.table;

import io.vgi.example.table.SplitArgs.Position;
import io.vgi.example.table.SplitArgs.Range;
import io.vgi.function.BatchWriter;
import io.vgi.function.CacheHint;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableSpecBuilder;
import io.vgi.rpc.VgiException;
import java.util.List;

/** Even parts whose batches carry more than rows, or that nobody can read any more. */
final class SplitMarked extends PartedRows {
  /** How many batches a part may have before its indexes run into the next one's. */
  private static final long INDEXES_PER_PART = 1_000_000;

  private final Mark mark;
  private final int batchRows;

  /** What is special about the parts. */
  private enum Mark {
    INDEXED,
    CACHED,
    STALE,
    SHORT_LIVED
  }

  private SplitMarked(TableSpecBuilder spec, Mark mark, int batchRows) {
    super(spec.args(SplitArgs.N, SplitArgs.SPLITS).returns(SplitArgs.NUMBER).build());
    this.mark = mark;
    this.batchRows = batchRows;
  }

  /** Batches say where they belong in the whole result. */
  static SplitMarked indexed() {
    return new SplitMarked(
        FunctionSpec.table("split_batch_index")
            .batchIndexed()
            .doc("Splits whose batches have indexes"),
        Mark.INDEXED,
        8);
  }

  /** The result may be kept. */
  static SplitMarked cacheable() {
    return new SplitMarked(
        FunctionSpec.table("split_cacheable")
            .cache(CacheHint.forSeconds(300))
            .doc("A result to keep that comes in splits"),
        Mark.CACHED,
        16);
  }

  /** The parts belong to a state of the table that is gone. */
  static SplitMarked stale() {
    return new SplitMarked(
        FunctionSpec.table("split_stale_plan").doc("Splits of a state that is gone"),
        Mark.STALE,
        8);
  }

  /** The parts can be read for a second only. */
  static SplitMarked shortLived() {
    return new SplitMarked(
        FunctionSpec.table("split_short_ttl")
            .listedForTests("split_token_ttl_seconds", 1L)
            .doc("Splits that can be read for a second"),
        Mark.SHORT_LIVED,
        8);
  }

  @Override
  protected long count(Call call) {
    return call.get(SplitArgs.N);
  }

  @Override
  protected List<Range> ranges(Scan scan, long rows) {
    return SplitArgs.evenly(rows, scan.get(SplitArgs.SPLITS));
  }

  @Override
  protected int batchSize(Scan scan) {
    return batchRows;
  }

  @Override
  protected void write(Scan scan, Position at, int rows, BatchWriter out) {
    if (mark == Mark.STALE) {
      throw VgiException.invalidArgument(
          "[SPLIT_SNAPSHOT_EXPIRED] The split was planned for a version that is not the current"
              + " one; run the query again");
    }
    Fill.numbers(out, SplitArgs.NUMBER, rows, at.row(), 1);
    if (mark == Mark.INDEXED) {
      out.batchIndex(at.ordinal() * INDEXES_PER_PART + (at.row() - at.from()) / batchRows);
    }
  }
}
