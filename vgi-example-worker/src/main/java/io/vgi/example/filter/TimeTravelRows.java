package io.vgi.example.filter;

import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.pushdown.AsOf;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** A table of which a query names a state in time and sets conditions on it at once. */
public final class TimeTravelRows implements TableFunction<TimeTravelRows.Start> {
  static final long NEWEST = 2;
  private static final int LAST_YEAR_OF_FIRST = 2020;
  private static final int ROWS_PER_VERSION = 5;
  private static final Arg<Long> VERSION = Arg.bigint("version").doc("Resolved data version");
  private static final Column<BigIntVector> ID = Column.bigint("id");
  private static final Column<BigIntVector> VAL = Column.bigint("val");
  private static final Column<BigIntVector> SEEN_VERSION = Column.bigint("seen_version");

  private final FunctionSpec spec;
  private final boolean byArgument;

  /** Before the only batch. */
  public record Start() {}

  /**
   * Declares the table.
   *
   * @param byArgument whether the version is an argument rather than the query's AT clause
   */
  public TimeTravelRows(boolean byArgument) {
    TableSpecBuilder builder =
        FunctionSpec.table(byArgument ? "tt_pushdown_cols_scan" : "tt_pushdown_scan");
    if (byArgument) {
      builder.args(VERSION);
    }
    this.byArgument = byArgument;
    this.spec =
        builder
            .returns(ID, VAL, SEEN_VERSION, Filters.PUSHED)
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .doc("Rows of a version, with the version and the conditions that were seen")
            .categories("generator", "diagnostic", "testing")
            .build();
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  /** The version that a query asks for; the newest without a wish. */
  public static long version(@Nullable AsOf asOf) {
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
  public TableShape bind(Bind bind) {
    return TableShape.of(spec.output());
  }

  @Override
  public Start open(Scan scan) {
    return new Start();
  }

  @Override
  public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
    long version = byArgument ? scan.get(VERSION) : version(scan.asOf());
    int rows = (int) Math.min(version, NEWEST) * ROWS_PER_VERSION;
    Fill.numbers(out, ID, rows, 1, 1);
    Fill.numbers(out, VAL, rows, 10, 10);
    Fill.same(out, SEEN_VERSION, rows, version);
    Fill.same(out, Filters.PUSHED, rows, scan.filter().toString());
    out.rows(rows);
    return null;
  }
}
