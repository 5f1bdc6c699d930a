package io.vgi.example.cache;

import static io.vgi.example.cache.Caching.MINUTES;
import static io.vgi.example.cache.Caching.TTL;
import static io.vgi.example.cache.Caching.count;
import static io.vgi.example.cache.Caching.spec;
import static io.vgi.example.table.Args.N;
import static io.vgi.function.TableFunction.range;

import io.vgi.function.BatchWriter;
import io.vgi.function.CacheHint;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.RangeFunction;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.param.Arg;
import io.vgi.rpc.Principal;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueColumn;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongFunction;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** Results of many kinds that may be kept. */
final class CacheRows {
  static final long NEWEST = 3;
  private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);
  private static final String ETAG = "\"rev-v1\"";

  private static final ValueColumn<BigIntVector, Long> A = Column.bigint("a");
  private static final ValueColumn<BigIntVector, Long> B = Column.bigint("b");
  private static final ValueColumn<BigIntVector, Long> C = Column.bigint("c");
  private static final ValueColumn<BigIntVector, Long> NONCE = Column.bigint("nonce");

  private CacheRows() {}

  /** Always all columns, so that one kept result serves every choice of columns. */
  static RangeFunction columns() {
    Arg<Long> n = count("n", 4);
    return range(
        spec("cache_multicol", "multicol", "Emits rows of three columns that may be kept")
            .args(n, TTL)
            .returns(A, B, C)
            .example("SELECT b FROM cache_multicol()", "Served from the result of all columns")
            .build(),
        n,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            multiples(first, rows, out);
            if (first == 0) {
              out.cache(CacheHint.forSeconds(scan.get(TTL)));
            }
          }
        });
  }

  /** Only the columns asked for, so that every choice is a result of its own. */
  static RangeFunction projected() {
    return range(
        spec("cache_projection", "projection", "Emits only the columns asked for")
            .returns(A, B, C)
            .pushdown(Pushdown.PROJECTION)
            .cache(MINUTES)
            .build(),
        3,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            multiples(first + 1, rows, out);
          }
        });
  }

  private static void multiples(long start, int rows, BatchWriter out) {
    out.series(A, rows, start, 1);
    out.series(B, rows, start * 10, 10);
    out.series(C, rows, start * 100, 100);
  }

  /** A number of the run, kept for some minutes. */
  static RangeFunction nonce() {
    return range(
        spec("cache_nonce", "nonce", "One row that changes whenever the function runs")
            .returns(NONCE)
            .cache(MINUTES)
            .example("SELECT * FROM cache_nonce()", "The same number until it is forgotten")
            .build(),
        1,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            out.fill(NONCE, rows, nonceOfRun());
          }
        });
  }

  /** Kept, but each use asks first. */
  static RangeFunction revalidatable() {
    return range(
        spec("cache_revalidatable", "revalidatable", "One row, asked about at each use")
            .returns(NONCE)
            .cache(CacheHint.forSeconds(0).validatedBy(ETAG).revalidatable())
            .example("SELECT * FROM cache_revalidatable()", "The worker says it is still good")
            .build(),
        1,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            if (ETAG.equals(scan.ifNoneMatch())) {
              out.notModified();
            } else {
              out.fill(NONCE, rows, nonceOfRun());
            }
          }
        });
  }

  /** Kept until the transaction ends. */
  static RangeFunction ofTransaction() {
    Arg<Long> n = count("n", 10);
    return range(
            spec("cache_scoped_txn", "scope", "Rows that are kept within a transaction")
                .args(n)
                .returns(N, NONCE)
                .cache(MINUTES.withinTransaction())
                .example("SELECT * FROM cache_scoped_txn(n := 5)", "The same within a transaction")
                .build(),
            n,
            new TableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, long first, int rows, BatchWriter out) {
                out.series(N, rows, first, 1);
                out.fill(NONCE, rows, nonceOfRun());
              }
            })
        .batches(n);
  }

  private static long nonceOfRun() {
    return ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
  }

  /** The caller, whose results no other caller may get. */
  static RangeFunction whoami() {
    var who = Column.varchar("who");
    return range(
        spec("cache_whoami", "identity", "Emits the name of the caller, kept for each one")
            .returns(who)
            .cache(MINUTES)
            .example("SELECT who FROM cache_whoami()", "The caller's name")
            .build(),
        1,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            Principal caller = scan.principal();
            out.fill(who, rows, caller.authenticated() ? caller.name() : "anonymous");
          }
        });
  }

  /** The schema, for functions of one name in several schemas. */
  static RangeFunction ofSchema(String schema) {
    var tag = Column.varchar("tag");
    return range(
        FunctionSpec.table("test_same_name_cached")
            .returns(tag)
            .cache(MINUTES)
            .doc("Schema-disambiguation probe; the " + schema + "-schema cacheable producer")
            .categories("generator", "cache", "testing")
            .example(
                "SELECT * FROM example." + schema + ".test_same_name_cached()",
                "One cacheable row tagged '" + schema + "'")
            .build(),
        1,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            out.fill(tag, rows, schema);
          }
        });
  }

  /** Rows that differ by version: version v has numbers from 100 v + 1 on. */
  static RangeFunction versions() {
    long[] counts = {3, 2, 4};
    var version =
        Arg.bigint("version").doc("Data version, which the catalog takes from the AT clause");
    var v = Column.bigint("v");
    return range(
        spec("cache_versioned_scan", "time_travel", "Rows of a version, kept for each one")
            .args(version)
            .returns(v)
            .cache(MINUTES)
            .build(),
        new TableFunction.RowCount() {
          @Override
          public long of(Call call) {
            return counts[(int) known(call, version) - 1];
          }
        },
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            out.series(v, rows, known(scan, version) * 100 + 1 + first, 1);
          }
        });
  }

  private static long known(Call call, Arg<Long> version) {
    long wanted = call.get(version);
    return wanted < 1 || wanted > NEWEST ? NEWEST : wanted;
  }

  /** A batch that may be kept, then an error: nothing of such a result may be. */
  static RangeFunction failing() {
    return range(
            spec("cache_poison", "poison", "A batch that may be kept, then an error")
                .returns(N)
                .cache(MINUTES)
                .build(),
            6,
            new TableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, long first, int rows, BatchWriter out) {
                if (first > 0) {
                  throw VgiException.internal(
                      "cache_poison: intentional mid-stream failure after a cacheable batch", null);
                }
                out.series(N, rows, first, 1);
              }
            })
        .batches(3);
  }

  /** Nested values, and NULLs in every fifth row. */
  static RangeFunction types() {
    var count = Arg.bigint("rows").atLeast(0L).doc("Total number of rows to generate");
    var id = Column.bigint("id");
    var tags = Column.list("tags", SqlType.BIGINT);
    var attrs =
        Column.struct("attrs", Column.bigint("x"), Column.varchar("y")).as(Attributes.class);
    var amount = Column.decimal("amt", 18, 2);
    var time = Column.timestamp("ts");
    var label = Column.varchar("label");
    return range(
            spec("cache_types", "types", "A result to keep with nested values and NULLs")
                .args(count)
                .returns(id, tags, attrs, amount, time, label)
                .cache(MINUTES)
                .example("SELECT count(*) FROM cache_types(10000)", "Nested values and NULLs")
                .build(),
            count,
            new TableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, long first, int rows, BatchWriter out) {
                out.series(id, rows, first, 1);
                out.fill(tags, first, rows, sparse(row -> List.of(row, row + 1, row + 2)));
                out.fill(attrs, first, rows, sparse(row -> new Attributes(row, "y" + row)));
                out.fill(
                    amount,
                    first,
                    rows,
                    sparse(row -> BigDecimal.valueOf(row * 100 + row % 100, 2)));
                out.fill(time, first, rows, sparse(row -> EPOCH.plus(row, ChronoUnit.MICROS)));
                out.fill(label, first, rows, sparse(row -> "label-" + row));
              }
            })
        .batches(2048);
  }

  /** A struct. */
  record Attributes(long x, String y) {}

  private static <T> LongFunction<@Nullable T> sparse(LongFunction<T> value) {
    return row -> row % 5 == 0 ? null : value.apply(row);
  }
}
