package io.vgi.example.table;

import static io.vgi.example.table.Args.COUNT;
import static io.vgi.function.TableFunction.range;
import static io.vgi.function.TableFunction.shaped;

import io.vgi.example.Settings;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.RangeFunction;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueColumn;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Functions that show their arguments and settings in their rows. */
final class Echoes {
  private static final ValueColumn<BigIntVector, Long> ID = Column.bigint("id");
  private static final ValueColumn<BigIntVector, Long> IDX = Column.bigint("idx");
  private static final ValueColumn<VarCharVector, String> GREETING = Column.varchar("greeting");

  private Echoes() {}

  /** Arguments given by name. */
  static RangeFunction named() {
    var greeting =
        Arg.varchar("greeting").named().orElse("hello").doc("Greeting text echoed in output");
    var multiplier = Arg.bigint("multiplier").named().orElse(1L).doc("Multiplier for value column");
    var scale = Arg.float8("scale").named().orElse(1.0).doc("Scale factor for float_value column");
    var enabled = Arg.bool("enabled").named().orElse(true).doc("Boolean echoed in output");
    var value = Column.bigint("value");
    var real = Column.float8("float_value");
    var flag = Column.bool("enabled");
    return range(
        FunctionSpec.table("named_params_echo")
            .args(COUNT, greeting, multiplier, scale, enabled)
            .returns(ID, GREETING, value, real, flag)
            .doc("Echoes named parameter values in output columns")
            .categories("generator", "testing")
            .tag("category", "testing")
            .tag("type", "params")
            .example(
                "SELECT * FROM named_params_echo(3)", "Echo default parameter values for 3 rows")
            .example(
                "SELECT * FROM named_params_echo(3, greeting := 'hi', multiplier := 10)",
                "Echo custom greeting and multiplier")
            .build(),
        COUNT,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            long factor = scan.get(multiplier);
            double by = scan.get(scale);
            out.series(ID, rows, first, 1);
            out.fill(GREETING, rows, scan.get(greeting));
            out.fill(value, first, rows, row -> Math.multiplyExact(row, factor));
            out.fill(real, first, rows, row -> row * by);
            out.fill(flag, rows, scan.get(enabled));
          }
        });
  }

  /** Arguments of less common types. */
  static RangeFunction typed() {
    var n = Arg.bigint("n").atLeast(0L).doc("Number of rows to emit");
    var ts = Arg.timestamptz("ts").named().optional().doc("Timestamp const (TIMESTAMPTZ)");
    var iv = Arg.interval("iv").named().optional().doc("Interval const (INTERVAL)");
    var blob =
        Arg.blob("blob")
            .named()
            .orElse("vgi".getBytes(StandardCharsets.UTF_8))
            .doc("Blob const (BLOB)");
    var ub =
        Arg.ubigint("ub").named().orElse(BigInteger.valueOf(9)).doc("Unsigned const (UBIGINT)");
    var f = Arg.float8("f").named().orElse(2.5).doc("Float const (DOUBLE)");
    var idx = Column.ubigint("idx");
    var micros = Column.bigint("ts_us");
    var millis = Column.bigint("iv_ms");
    var payload = Column.blob("payload");
    var unsigned = Column.ubigint("ub");
    var real = Column.float8("f");
    return range(
        FunctionSpec.table("typed_probe")
            .args(n, ts, iv, blob, ub, f)
            .returns(idx, micros, millis, payload, unsigned, real)
            .doc("Echoes typed const args (timestamp/interval/blob/ubigint) into typed columns")
            .build(),
        n,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            double from = scan.get(f);
            out.fill(idx, first, rows, BigInteger::valueOf);
            out.series(micros, rows, micros(scan.find(ts)), 0);
            out.series(millis, rows, millis(scan.find(iv)), 0);
            out.fill(payload, rows, scan.get(blob));
            out.fill(unsigned, rows, scan.get(ub));
            out.fill(real, first, rows, row -> from + row);
          }
        });
  }

  private static long micros(@Nullable Instant instant) {
    return instant == null
        ? 1_767_323_045_000_000L
        : ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static long millis(@Nullable PeriodDuration interval) {
    if (interval == null) {
      return 1500;
    }
    long days =
        interval.getPeriod().toTotalMonths() * 30 + interval.getPeriod().get(ChronoUnit.DAYS);
    return TimeUnit.DAYS.toMillis(days) + interval.getDuration().toMillis();
  }

  /** A UNION: only the member that it is, is not null. */
  record Config(@Nullable Long i, @Nullable String s) {}

  /** Which member of a UNION each argument is. */
  static RangeFunction unions() {
    var configs =
        Arg.of("configs", SqlType.union(Column.bigint("i"), Column.varchar("s")), Config.class)
            .varargs()
            .doc("Union values whose active member tag is echoed back");
    var tag = Column.varchar("tag");
    var value = Column.varchar("value");
    return range(
        FunctionSpec.table("union_varargs")
            .args(configs)
            .returns(IDX, tag, value)
            .doc("Echo the active member tag and value of each union vararg")
            .categories("generator", "utility")
            .example(
                "SELECT * FROM union_varargs("
                    + "union_value(i := 1)::UNION(i INT, s VARCHAR), "
                    + "union_value(s := 'x')::UNION(i INT, s VARCHAR))",
                "Echo the tag and value of two union arguments")
            .build(),
        new TableFunction.RowCount() {
          @Override
          public long of(Call call) {
            return call.all(configs).size();
          }
        },
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            List<Config> all = scan.all(configs);
            out.series(IDX, rows, first, 1);
            out.fill(tag, first, rows, row -> tag(all.get((int) row)));
            out.fill(value, first, rows, row -> value(all.get((int) row)));
          }
        });
  }

  private static @Nullable String tag(Config config) {
    return config.i() != null ? "i" : config.s() != null ? "s" : null;
  }

  private static @Nullable String value(Config config) {
    return config.i() != null ? config.i().toString() : config.s();
  }

  /** Settings of the session, one of which decides the columns. */
  static RangeFunction settings() {
    var value = Column.float8("value");
    var details = Column.varchar("details");
    return shaped(
        FunctionSpec.table("settings_aware")
            .args(COUNT)
            .uses(Settings.VERBOSE)
            .uses(Settings.GREETING)
            .uses(Settings.MULTIPLIER)
            .doc("Generates data demonstrating settings are passed")
            .categories("generator", "settings")
            .example("SELECT * FROM settings_aware(5)", "Generate 5 rows showing setting values")
            .build(),
        new TableFunction.Shaper() {
          @Override
          public TableShape of(Bind bind) {
            return (bind.get(Settings.VERBOSE)
                    ? TableShape.of(ID, GREETING, value, details)
                    : TableShape.of(ID, GREETING, value))
                .cardinality(bind.get(COUNT));
          }
        },
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            long multiplier = scan.get(Settings.MULTIPLIER);
            out.series(ID, rows, first, 1);
            out.fill(GREETING, rows, scan.get(Settings.GREETING));
            out.fill(value, first, rows, row -> row * 2.5 * multiplier);
            // what bind decided, should the setting have changed since
            if (scan.shape().columns().contains(details)) {
              out.fill(details, first, rows, row -> "row_" + row);
            }
          }
        });
  }

  /** A sequence that one STRUCT setting describes, read as a record. */
  static RangeFunction struct() {
    var label = Column.varchar("label");
    return range(
        FunctionSpec.table("struct_settings")
            .args(COUNT)
            .uses(Settings.CONFIG)
            .returns(Args.N, label)
            .doc("Generate a sequence configured by a struct setting")
            .categories("generator", "settings")
            .example(
                "SELECT * FROM struct_settings(5)",
                "Generate 5 rows configured by the config setting")
            .build(),
        COUNT,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            Settings.Config config = scan.get(Settings.CONFIG);
            long start = config.start() == null ? 0 : config.start();
            long step = config.step() == null ? 1 : config.step();
            out.series(Args.N, rows, start + Math.multiplyExact(first, step), step);
            out.fill(label, first, rows, row -> config.label() + "_" + row);
          }
        });
  }
}
