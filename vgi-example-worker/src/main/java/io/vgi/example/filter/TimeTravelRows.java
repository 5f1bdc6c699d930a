package io.vgi.example.filter;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.pushdown.AsOf;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/**
 * A table of which a query names a state in time and sets conditions on it at once.
 *
 * @param byArgument whether the version is an argument rather than the query's AT clause
 */
record TimeTravelRows(FunctionSpec spec, boolean byArgument)
    implements TableFunction<TimeTravelRows.Start> {
  private static final String DOC =
      "Rows of a version, with the version and the conditions that were seen";
  static final long NEWEST = 2;
  private static final int LAST_YEAR_OF_FIRST = 2020;
  private static final int ROWS_PER_VERSION = 5;
  private static final Arg<Long> VERSION = Arg.bigint("version").doc("Resolved data version");
  private static final ValueColumn<BigIntVector, Long> ID = Column.bigint("id");
  private static final ValueColumn<BigIntVector, Long> VAL = Column.bigint("val");
  private static final ValueColumn<BigIntVector, Long> SEEN = Column.bigint("seen_version");

  /** Before the only batch. */
  public record Start() {}

  static TimeTravelRows scanned() {
    return of(Filters.spec("tt_pushdown_scan", DOC, "testing"), false);
  }

  static TimeTravelRows resolved() {
    return of(Filters.spec("tt_pushdown_cols_scan", DOC, "testing").args(VERSION), true);
  }

  private static TimeTravelRows of(TableSpecBuilder spec, boolean byArgument) {
    return new TimeTravelRows(spec.returns(ID, VAL, SEEN, Filters.PUSHED).build(), byArgument);
  }

  /** The version that a query asks for; the newest without a wish. */
  static long version(@Nullable AsOf asOf) {
    if (asOf == null) {
      return NEWEST;
    } else if (asOf.unit() == AsOf.Unit.TIMESTAMP) {
      return asOf.timestamp().getYear() <= LAST_YEAR_OF_FIRST ? 1 : NEWEST;
    }
    long version = asOf.version();
    if (version < 1 || version > NEWEST) {
      throw VgiException.invalidArgument("Unknown version " + version + "; valid: [1, 2]");
    }
    return version;
  }

  @Override
  public Start open(Scan scan) {
    return new Start();
  }

  @Override
  public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
    long version = byArgument ? scan.get(VERSION) : version(scan.asOf());
    int rows = (int) Math.min(version, NEWEST) * ROWS_PER_VERSION;
    out.series(ID, rows, 1, 1);
    out.series(VAL, rows, 10, 10);
    out.series(SEEN, rows, version, 0);
    out.fill(Filters.PUSHED, rows, scan.filter().toString());
    out.rows(rows);
    return null;
  }
}
