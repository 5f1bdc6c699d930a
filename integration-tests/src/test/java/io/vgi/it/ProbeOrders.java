package io.vgi.it;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.PartitionKind;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.internal.sample.SampleType;
import io.vgi.internal.sample.VectorWriter;
import io.vgi.internal.value.ValueOrder;
import io.vgi.pushdown.Filter;
import io.vgi.pushdown.Range;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.Stats;
import io.vgi.type.ValueCodec;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.jspecify.annotations.Nullable;

/** Table functions that trust what filters and partitions say of values of each type. */
final class ProbeOrders {
  private static final int ROWS = 150;

  private ProbeOrders() {}

  /** Every type that the samples have. */
  static List<SampleType> types() {
    List<SampleType> types = new ArrayList<>(SampleType.numbers());
    types.addAll(SampleType.others());
    types.addAll(SampleType.nested());
    types.addAll(SampleType.enumerations());
    return types;
  }

  static void addTo(Catalog.Builder probe) {
    List<SampleType> types = types();
    for (int i = 0; i < types.size(); i++) {
      probe.function(Pruned.of(i, types.get(i)));
      probe.function(Parted.of("part_" + i, types.get(i), PartitionKind.SINGLE_VALUE_PARTITIONS));
      probe.function(Parted.of("overlap_" + i, types.get(i), PartitionKind.OVERLAPPING_PARTITIONS));
    }
    probe.function(new Careless());
    probe.function(new Ends());
    probe.function(new Numbers());
    probe.schema(
        "orders",
        schema ->
            schema.table(
                Table.named("pay")
                    .from(new Pay())
                    .timeTravel()
                    .notNull("salary")
                    .statistics("salary", Stats.range(80L, 120L).noNulls())));
  }

  record Start(int batch) {}

  /** Leaves out each row that the range or the values of its filter rule out. */
  private record Pruned(FunctionSpec spec, SampleType type, Column<FieldVector> v)
      implements TableFunction<Start> {
    static Pruned of(int index, SampleType type) {
      Column<FieldVector> v = Column.of("v", type.type);
      FunctionSpec spec =
          FunctionSpec.table("prune_" + index).returns(v).pushdown(Pushdown.FILTER).build();
      return new Pruned(spec, type, v);
    }

    @Override
    public Start open(Scan scan) {
      return new Start(0);
    }

    @Override
    public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
      Random random = new Random(7);
      FieldVector vector = out.get(v);
      int count = 0;
      for (int i = 0; i < ROWS; i++) {
        Object sample = type.value(random);
        boolean keeps;
        try (FieldVector one = Vectors.create(vector.getField(), scan.allocator())) {
          one.allocateNew();
          VectorWriter.write(one, 0, sample);
          one.setValueCount(1);
          keeps = keeps(scan.filter(), ValueCodec.natural(SqlType.of(one.getField())).get(one, 0));
        }
        if (keeps) {
          VectorWriter.write(vector, count++, sample);
        }
      }
      vector.setValueCount(count);
      out.rows(count);
      return null;
    }

    private boolean keeps(Filter filter, @Nullable Object value) {
      Optional<List<Object>> named = filter.values(v, Object.class);
      if (named.isPresent()
          && named.get().stream().noneMatch(one -> ValueOrder.compare(one, value) == 0)) {
        return false;
      } else if (value instanceof Double) {
        return isWithin(filter, value, Double.class);
      } else if (value instanceof Number) {
        return isWithin(filter, value, BigDecimal.class);
      } else if (value instanceof String) {
        return isWithin(filter, value, String.class);
      } else if (value instanceof UUID) {
        return isWithin(filter, value, UUID.class);
      } else if (value instanceof LocalDate) {
        return isWithin(filter, value, LocalDate.class);
      } else if (value instanceof LocalTime) {
        return isWithin(filter, value, LocalTime.class);
      } else if (value instanceof LocalDateTime) {
        return isWithin(filter, value, LocalDateTime.class);
      } else if (value instanceof Instant) {
        return isWithin(filter, value, Instant.class);
      }
      return true;
    }

    private <T extends Comparable<? super T>> boolean isWithin(
        Filter filter, Object value, Class<T> java) {
      Range<T> range = filter.range(v, java);
      return !range.isEmpty() && range.contains(ValueCodec.of(java).fromNatural(value));
    }
  }

  /** A batch for each value, or all values in one batch. */
  private record Parted(
      FunctionSpec spec, List<@Nullable Object> samples, Column<FieldVector> v, boolean single)
      implements TableFunction<Start> {
    static Parted of(String name, SampleType type, PartitionKind kind) {
      Column<FieldVector> v = Column.of("v", type.type).partition();
      FunctionSpec spec = FunctionSpec.table(name).returns(v).partitions(kind).build();
      Random random = new Random(11);
      List<@Nullable Object> samples = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        samples.add(type.present(random));
      }
      samples.add(null);
      return new Parted(spec, samples, v, kind == PartitionKind.SINGLE_VALUE_PARTITIONS);
    }

    @Override
    public Start open(Scan scan) {
      return new Start(0);
    }

    @Override
    public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
      FieldVector vector = out.get(v);
      for (int row = 0; row < samples.size(); row++) {
        VectorWriter.write(vector, row, samples.get(single ? at.batch() : row));
        vector.setValueCount(row + 1);
      }
      out.rows(samples.size());
      return single && at.batch() + 1 < samples.size() ? new Start(at.batch() + 1) : null;
    }
  }

  /** Promises to keep to its filters and does not. */
  private record Careless(FunctionSpec spec) implements TableFunction<Start> {
    private static final Column<BigIntVector> N = Column.bigint("n");

    Careless() {
      this(FunctionSpec.table("careless").returns(N).pushdown(Pushdown.FILTER_EXACT).build());
    }

    @Override
    public Start open(Scan scan) {
      return new Start(0);
    }

    @Override
    public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
      for (int row = 0; row < 10; row++) {
        out.get(N).set(row, row);
      }
      out.rows(10);
      return null;
    }
  }

  /** Numbers that the SDK filters. */
  private record Numbers(FunctionSpec spec) implements TableFunction<Start> {
    private static final Column<BigIntVector> N = Column.bigint("n");

    Numbers() {
      this(FunctionSpec.table("some_numbers").returns(N).pushdown(Pushdown.FILTER).build());
    }

    @Override
    public Start open(Scan scan) {
      return new Start(0);
    }

    @Override
    public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
      for (int row = 0; row < 5_000; row++) {
        out.get(N).set(row, row);
      }
      out.rows(5_000);
      return null;
    }
  }

  /** Timestamps of whole seconds with both infinities. */
  private record Ends(FunctionSpec spec) implements TableFunction<Start> {
    private static final Column<TimeStampSecVector> S =
        Column.of("s", io.vgi.type.SqlType.TIMESTAMP_S, TimeStampSecVector.class);

    Ends() {
      this(FunctionSpec.table("ends").returns(S).pushdown(Pushdown.FILTER).build());
    }

    @Override
    public Start open(Scan scan) {
      return new Start(0);
    }

    @Override
    public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
      scan.filter().range(S, LocalDateTime.class);
      out.get(S).set(0, -Long.MAX_VALUE);
      out.get(S).set(1, 0);
      out.get(S).set(2, Long.MAX_VALUE);
      out.rows(3);
      return null;
    }
  }

  /** Salaries, of which the oldest state had a greater one and a NULL. */
  private record Pay(FunctionSpec spec) implements TableFunction<Start> {
    private static final Column<BigIntVector> SALARY = Column.bigint("salary");

    Pay() {
      this(FunctionSpec.table("pay_scan").returns(SALARY).build());
    }

    @Override
    public Start open(Scan scan) {
      return new Start(0);
    }

    @Override
    public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
      out.get(SALARY).set(0, 80);
      if (scan.asOf() != null) {
        out.get(SALARY).set(1, 500);
        out.get(SALARY).setNull(2);
        out.rows(3);
      } else {
        out.get(SALARY).set(1, 120);
        out.rows(2);
      }
      return null;
    }
  }
}
