package io.vgi.example.cache;

import io.vgi.example.table.CountedRows;
import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableSpecBuilder;
import io.vgi.rpc.Principal;
import io.vgi.type.Column;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** One row that may be kept: who calls, or which schema the function is in. */
public final class CacheText extends CountedRows {
  private final Column<VarCharVector> column;
  private final @Nullable String text;

  private CacheText(TableSpecBuilder spec, Column<VarCharVector> column, @Nullable String text) {
    super(spec.returns(column).cache(Caching.MINUTES).build());
    this.column = column;
    this.text = text;
  }

  /** The caller, whose results no other caller may get. */
  public static CacheText whoami() {
    return new CacheText(
        Caching.spec("cache_whoami", "identity", "Emits the name of the caller, kept for each one")
            .example("SELECT who FROM cache_whoami()", "The caller's name"),
        Column.varchar("who"),
        null);
  }

  /** The schema, for functions of one name in several schemas. */
  public static CacheText ofSchema(String schema) {
    return new CacheText(
        FunctionSpec.table("test_same_name_cached")
            .doc("Schema-disambiguation probe; the " + schema + "-schema cacheable producer")
            .categories("generator", "cache", "testing")
            .example(
                "SELECT * FROM example." + schema + ".test_same_name_cached()",
                "One cacheable row tagged '" + schema + "'"),
        Column.varchar("tag"),
        schema);
  }

  @Override
  protected long count(Call call) {
    return 1;
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    String value = text;
    if (value == null) {
      Principal caller = scan.principal();
      value = caller.authenticated() ? caller.name() : "anonymous";
    }
    Fill.same(out, column, rows, value);
  }
}
