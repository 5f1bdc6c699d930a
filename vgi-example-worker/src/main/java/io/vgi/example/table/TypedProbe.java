package io.vgi.example.table;

import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.jspecify.annotations.Nullable;

/** Shows arguments of less common types in its rows. */
final class TypedProbe extends CountedRows {
  private static final long DEFAULT_MICROS = 1_767_323_045_000_000L;
  private static final long DEFAULT_MILLIS = 1500;
  private static final long DAYS_PER_MONTH = 30;

  private static final Arg<Long> N = Arg.bigint("n").atLeast(0L).doc("Number of rows to emit");
  private static final Arg<Instant> TS =
      Arg.timestamptz("ts").named().optional().doc("Timestamp const (TIMESTAMPTZ)");
  private static final Arg<PeriodDuration> IV =
      Arg.interval("iv").named().optional().doc("Interval const (INTERVAL)");
  private static final Arg<byte[]> BLOB =
      Arg.blob("blob")
          .named()
          .orElse("vgi".getBytes(StandardCharsets.UTF_8))
          .doc("Blob const (BLOB)");
  private static final Arg<BigInteger> UB_ARG =
      Arg.ubigint("ub").named().orElse(BigInteger.valueOf(9)).doc("Unsigned const (UBIGINT)");
  private static final Arg<Double> F_ARG =
      Arg.float8("f").named().orElse(2.5).doc("Float const (DOUBLE)");

  private static final Column<UInt8Vector> IDX = Column.ubigint("idx");
  private static final Column<BigIntVector> TS_US = Column.bigint("ts_us");
  private static final Column<BigIntVector> IV_MS = Column.bigint("iv_ms");
  private static final Column<VarBinaryVector> PAYLOAD = Column.blob("payload");
  private static final Column<UInt8Vector> UB = Column.ubigint("ub");
  private static final Column<Float8Vector> F = Column.float8("f");

  TypedProbe() {
    super(
        FunctionSpec.table("typed_probe")
            .args(N, TS, IV, BLOB, UB_ARG, F_ARG)
            .returns(IDX, TS_US, IV_MS, PAYLOAD, UB, F)
            .doc("Echoes typed const args (timestamp/interval/blob/ubigint) into typed columns")
            .build());
  }

  @Override
  protected long count(Call call) {
    return call.get(N);
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    long micros = micros(scan.find(TS));
    long millis = millis(scan.find(IV));
    byte[] blob = scan.get(BLOB);
    long unsigned = scan.get(UB_ARG).longValue();
    double real = scan.get(F_ARG);
    UInt8Vector numbers = out.get(IDX);
    BigIntVector stamps = out.get(TS_US);
    BigIntVector intervals = out.get(IV_MS);
    VarBinaryVector payloads = out.get(PAYLOAD);
    UInt8Vector unsigneds = out.get(UB);
    Float8Vector reals = out.get(F);
    for (int i = 0; i < rows; i++) {
      numbers.set(i, first + i);
      stamps.set(i, micros);
      intervals.set(i, millis);
      payloads.setSafe(i, blob);
      unsigneds.set(i, unsigned);
      reals.set(i, real + (first + i));
    }
  }

  private static long micros(@Nullable Instant instant) {
    return instant == null
        ? DEFAULT_MICROS
        : TimeUnit.SECONDS.toMicros(instant.getEpochSecond())
            + TimeUnit.NANOSECONDS.toMicros(instant.getNano());
  }

  private static long millis(@Nullable PeriodDuration interval) {
    if (interval == null) {
      return DEFAULT_MILLIS;
    }
    long days =
        interval.getPeriod().toTotalMonths() * DAYS_PER_MONTH
            + interval.getPeriod().get(ChronoUnit.DAYS);
    return TimeUnit.DAYS.toMillis(days) + interval.getDuration().toMillis();
  }
}
