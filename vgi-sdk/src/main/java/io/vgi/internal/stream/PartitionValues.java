package io.vgi.internal.stream;

import io.vgi.function.FunctionSpec;
import io.vgi.function.PartitionKind;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.filter.Extremes;
import io.vgi.internal.value.NestedRows;
import io.vgi.internal.value.ValueOrder;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireSchema;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The least and greatest values of a batch's partition columns, given or found. */
final class PartitionValues {
  private static final String KEY = "vgi_partition_values#b64";

  private final ScanCall call;
  private final FunctionSpec spec;
  private final int[] positions;
  private final List<Field> fields = new ArrayList<>(0);
  private final List<Field> onTheWire = new ArrayList<>(0);
  private final @Nullable Object[] least;
  private final @Nullable Object[] greatest;
  private final boolean[] given;

  PartitionValues(ScanCall call, WireSchema schema) {
    this.call = call;
    this.spec = call.spec();
    int[] found = new int[schema.size()];
    int count = 0;
    if (spec.partitions() != PartitionKind.NOT_PARTITIONED) {
      List<Column<?>> columns = call.shape().columns();
      for (int i = 0; i < found.length; i++) {
        if (columns.get(i).isPartition()) {
          found[count++] = i;
          fields.add(schema.decoded().field(i));
          onTheWire.add(schema.field(i));
        }
      }
    }
    this.positions = java.util.Arrays.copyOf(found, count);
    this.least = new Object[count];
    this.greatest = new Object[count];
    this.given = new boolean[count];
  }

  void set(Column<?> column, @Nullable Object low, @Nullable Object high) {
    for (int i = 0; i < positions.length; i++) {
      if (fields.get(i).getName().equals(column.name())) {
        least[i] = low;
        greatest[i] = high;
        given[i] = true;
        return;
      }
    }
    throw new IllegalArgumentException(
        "'"
            + spec.name()
            + "' gives partition values for '"
            + column.name()
            + "', which requires partition-annotated fields and a declared partition kind");
  }

  void reset() {
    java.util.Arrays.fill(given, false);
  }

  /** Adds the values of a batch that has rows. */
  void write(Metadata.Builder metadata, @Nullable FieldVector[] vectors, int rows) {
    if (positions.length == 0) {
      return;
    }
    for (int i = 0; i < positions.length; i++) {
      if (!given[i]) {
        find(i, vectors[positions[i]], rows);
      }
      boolean single = spec.partitions() == PartitionKind.SINGLE_VALUE_PARTITIONS;
      if (single && ValueOrder.compare(least[i], greatest[i]) != 0) {
        throw new IllegalStateException(
            "SINGLE_VALUE_PARTITIONS contract violated: a batch of '"
                + spec.name()
                + "' has more than one value of '"
                + fields.get(i).getName()
                + "'");
      }
    }
    List<List<@Nullable Object>> bounds = List.of(Arrays.asList(least), Arrays.asList(greatest));
    byte[] bytes = NestedRows.all(onTheWire, bounds, call.allocator());
    metadata.put(KEY, Base64.getEncoder().encodeToString(bytes));
  }

  private void find(int index, @Nullable FieldVector vector, int rows) {
    Field field = fields.get(index);
    if (vector == null) {
      throw new IllegalStateException(
          "Column '"
              + field.getName()
              + "' of '"
              + spec.name()
              + "' is partition-annotated but absent from emitted batch");
    }
    Extremes extremes = Extremes.of(field, vector, rows);
    ValueCodec<Object> natural = ValueCodec.natural(SqlType.of(field));
    least[index] = natural.get(vector, extremes.least());
    greatest[index] =
        extremes.greatest() == extremes.least()
            ? least[index]
            : natural.get(vector, extremes.greatest());
  }
}
