package io.vgi.it;

import io.vgi.catalog.Catalog;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.PartitionKind;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.Stats;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Table functions that say much about their values. */
final class ProbeValues {
  private ProbeValues() {}

  static void addTo(Catalog.Builder probe) {
    probe.function(new Narrow());
    probe.function(new Defaults());
    probe.function(new Sparing());
    for (Days<?> days : Days.all()) {
      probe.function(days);
    }
  }

  /** Before the only batch. */
  record Start() {}

  /** A function of one batch. */
  private interface Once extends TableFunction<Start> {
    @Override
    default Start open(Scan scan) {
      return new Start();
    }

    @Override
    default @Nullable Start next(Scan scan, Start at, BatchWriter out) {
      write(scan, out);
      return null;
    }

    void write(Scan scan, BatchWriter out);
  }

  /** Ten numbers whose bounds are wider than their type. */
  private record Narrow(FunctionSpec spec) implements Once {
    private static final Column<IntVector> N = Column.integer("n");

    Narrow() {
      this(FunctionSpec.table("narrow").returns(N).build());
    }

    @Override
    public TableShape bind(Bind bind) {
      return TableShape.of(N).statistics(N, Stats.range(0L, 4_294_967_295L));
    }

    @Override
    public void write(Scan scan, BatchWriter out) {
      for (int row = 0; row < 10; row++) {
        out.get(N).set(row, row);
      }
      out.rows(10);
    }
  }

  /** Two batches of two rows, each with one value of a partition column, which a type names. */
  private record Days<V extends FieldVector>(
      FunctionSpec spec, Column<V> day, Column<BigIntVector> n, Writer<V> writer)
      implements TableFunction<Days.Batch> {
    record Batch(int number) {}

    /** Writes the value of a batch. */
    @FunctionalInterface
    interface Writer<V> {
      void write(V vector, int row, int batch);
    }

    static List<Days<?>> all() {
      return List.of(
          of("date", Column.date("day"), (v, row, batch) -> v.set(row, 19_000 + batch)),
          of("stamp", Column.timestamp("day"), (v, row, batch) -> v.set(row, -1_500L + batch)),
          of("stamptz", Column.timestamptz("day"), (v, row, batch) -> v.set(row, 1_500L + batch)),
          of("time", Column.time("day"), (v, row, batch) -> v.set(row, 3_600_000_001L + batch)),
          of("uuid", Column.uuid("day"), Days::bytes),
          of("huge", Column.hugeint("day"), Days::bytes),
          of(
              "price",
              Column.decimal("day", 9, 2),
              (v, row, batch) -> v.set(row, BigDecimal.valueOf(150L + batch, 2))));
    }

    private static void bytes(FixedSizeBinaryVector vector, int row, int batch) {
      byte[] bytes = new byte[16];
      bytes[0] = (byte) (1 + batch);
      bytes[15] = 1;
      vector.set(row, bytes);
    }

    private static <V extends FieldVector> Days<V> of(
        String type, Column<V> column, Writer<V> writer) {
      Column<V> day = column.partition();
      Column<BigIntVector> n = Column.bigint("n");
      FunctionSpec spec =
          FunctionSpec.table("by_" + type)
              .returns(day, n)
              .partitions(PartitionKind.SINGLE_VALUE_PARTITIONS)
              .build();
      return new Days<>(spec, day, n, writer);
    }

    @Override
    public Batch open(Scan scan) {
      return new Batch(0);
    }

    @Override
    public @Nullable Batch next(Scan scan, Batch at, BatchWriter out) {
      for (int row = 0; row < 2; row++) {
        writer.write(out.get(day), row, at.number());
        out.get(n).set(row, row + 1);
      }
      out.rows(2);
      return at.number() == 1 ? null : new Batch(1);
    }
  }

  /** Tells the values it got; every argument has a default of a type that is not plain. */
  private record Defaults(FunctionSpec spec) implements Once {
    private static final Arg<BigInteger> HUGE =
        Arg.of("huge", SqlType.HUGEINT, BigInteger.class)
            .named()
            .orElse(BigInteger.TEN.pow(30).negate());
    private static final Arg<BigDecimal> PRICE =
        Arg.of("price", SqlType.decimal(9, 4), BigDecimal.class)
            .named()
            .orElse(new BigDecimal("1.5"));
    private static final Arg<LocalDate> DAY =
        Arg.of("day", SqlType.DATE, LocalDate.class).named().orElse(LocalDate.of(2024, 2, 29));
    private static final Arg<UUID> KEY =
        Arg.of("key", SqlType.UUID, UUID.class).named().orElse(new UUID(1, 2));
    private static final Arg<Box> BOX =
        Arg.of("box", SqlType.struct(Column.bigint("wide"), Column.varchar("name")), Box.class)
            .named()
            .orElse(new Box(3, "crate"));
    private static final Arg<Object> ANY = Arg.any("thing").named().orElse(7L);
    private static final Column<VarCharVector> GIVEN = Column.varchar("given");

    /** A value of two members. */
    record Box(long wide, String name) {}

    Defaults() {
      this(
          FunctionSpec.table("defaults")
              .args(HUGE, PRICE, DAY, KEY, BOX, ANY)
              .returns(GIVEN)
              .build());
    }

    @Override
    public void write(Scan scan, BatchWriter out) {
      List<Arg<?>> args = List.of(HUGE, PRICE, DAY, KEY, BOX, ANY);
      for (int row = 0; row < args.size(); row++) {
        ProbeScalars.put(out.get(GIVEN), row, String.valueOf(scan.find(args.get(row))));
      }
      out.rows(args.size());
    }
  }

  /** Ten numbers with their tens; it asks its scan, not its writer, which columns are wanted. */
  private record Sparing(FunctionSpec spec) implements Once {
    private static final Column<IntVector> N = Column.integer("n");
    private static final Column<IntVector> TENS = Column.integer("tens");

    Sparing() {
      this(
          FunctionSpec.table("sparing")
              .returns(N, TENS)
              .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
              .build());
    }

    @Override
    public void write(Scan scan, BatchWriter out) {
      for (int row = 0; row < 10; row++) {
        if (scan.wants(N)) {
          out.get(N).set(row, row);
        }
        if (scan.wants(TENS)) {
          out.get(TENS).set(row, row * 10);
        }
      }
      out.rows(10);
    }
  }
}
