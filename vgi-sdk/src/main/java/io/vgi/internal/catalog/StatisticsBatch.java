package io.vgi.internal.catalog;

import io.vgi.internal.value.ValueRange;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.type.SqlType;
import io.vgi.type.Stats;
import io.vgi.type.ValueCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Column statistics as the batch in which tables and functions publish them: a row per column, the
 * bounds as unions with one member for each type that occurs.
 */
public final class StatisticsBatch {
  private static final String MAX_AGE = "cache_max_age_seconds";

  private StatisticsBatch() {}

  /**
   * What is known of one column.
   *
   * @param column its name
   * @param type its type
   * @param stats what is known
   */
  public record Entry(String column, SqlType type, Stats stats) {}

  /**
   * The batch of {@code entries} as a nested stream.
   *
   * @param maxAge how many seconds the engine may keep them, 0 for not at all, or null for as long
   *     as it keeps the catalog
   */
  public static byte[] encode(
      List<Entry> entries, @Nullable Long maxAge, BufferAllocator allocator) {
    List<SqlType> types = new ArrayList<>();
    int[] member = new int[entries.size()];
    for (int row = 0; row < member.length; row++) {
      boolean bounded = isBounded(entries.get(row));
      // bounds of ENUM columns are texts
      SqlType type =
          bounded ? SqlType.of(WireSchema.plain(entries.get(row).type().field(""))) : SqlType.NULL;
      member[row] = types.indexOf(type);
      if (member[row] < 0) {
        member[row] = types.size();
        types.add(type);
      }
    }
    WireSchema schema = schema(types);
    List<FieldVector> columns = new ArrayList<>(schema.size());
    try {
      for (Field field : schema.fields()) {
        FieldVector column = Vectors.create(field, allocator);
        columns.add(column);
        column.setInitialCapacity(Math.max(1, member.length));
        column.allocateNew();
      }
      fill(columns, entries, types, member);
    } catch (Throwable failure) {
      for (FieldVector column : columns) {
        column.close();
      }
      throw failure;
    }
    Metadata metadata = maxAge == null ? Metadata.EMPTY : Metadata.of(MAX_AGE, maxAge.toString());
    try (WireBatch batch = WireBatch.of(schema, columns, member.length, metadata)) {
      return IpcBytes.ofBatch(batch, allocator);
    }
  }

  /** Whether there are bounds that the column's type can say: the engine takes them literally. */
  private static boolean isBounded(Entry entry) {
    Object min = entry.stats().min();
    Object max = entry.stats().max();
    return min != null
        && max != null
        && ValueRange.holds(entry.type(), min)
        && ValueRange.holds(entry.type(), max);
  }

  private static void fill(
      List<FieldVector> columns, List<Entry> entries, List<SqlType> types, int[] member) {
    VarCharVector names = (VarCharVector) columns.get(0);
    UnionVector min = (UnionVector) columns.get(1);
    UnionVector max = (UnionVector) columns.get(2);
    BitVector nulls = (BitVector) columns.get(3);
    BitVector values = (BitVector) columns.get(4);
    ValueCodec.Writer<Long> distincts = ValueCodec.of(Long.class).writer(columns.get(5));
    ValueCodec.Writer<Boolean> unicodes = ValueCodec.of(Boolean.class).writer(columns.get(6));
    ValueCodec.Writer<Long> lengths =
        ValueCodec.of(SqlType.UBIGINT, Long.class).writer(columns.get(7));
    for (int row = 0; row < member.length; row++) {
      Stats stats = entries.get(row).stats();
      names.setSafe(row, entries.get(row).column().getBytes(StandardCharsets.UTF_8));
      boolean bounded = isBounded(entries.get(row));
      put(min, row, types, member[row], bounded ? stats.min() : null);
      put(max, row, types, member[row], bounded ? stats.max() : null);
      nulls.setSafe(row, stats.mayHaveNulls() ? 1 : 0);
      values.setSafe(row, stats.mayHaveValues() ? 1 : 0);
      distincts.set(row, stats.distinct());
      unicodes.set(row, stats.unicode());
      lengths.set(row, stats.maxLength());
    }
    for (FieldVector column : columns) {
      column.setValueCount(member.length);
    }
  }

  private static void put(
      UnionVector union, int row, List<SqlType> types, int member, @Nullable Object value) {
    // a member of NULLs has no capacity of its own, so the union's says nothing
    while (union.getTypeBuffer().capacity() <= row) {
      union.reAlloc();
    }
    union.getTypeBuffer().setByte(row, member);
    FieldVector vector = union.getChildrenFromFields().get(member);
    if (!types.isEmpty()) {
      ValueCodec.natural(types.get(member)).set(vector, row, value);
    }
  }

  private static WireSchema schema(List<SqlType> types) {
    List<Field> members = new ArrayList<>();
    for (SqlType type : types.isEmpty() ? List.of(SqlType.NULL) : types) {
      members.add(type.field(Integer.toString(members.size())));
    }
    int[] ids = new int[members.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i;
    }
    FieldType union = FieldType.nullable(new ArrowType.Union(UnionMode.Sparse, ids));
    return WireSchema.of(
        SqlType.VARCHAR.field("column_name"),
        new Field("min", union, members),
        new Field("max", union, members),
        SqlType.BOOLEAN.field("has_null"),
        SqlType.BOOLEAN.field("has_not_null"),
        SqlType.BIGINT.field("distinct_count"),
        SqlType.BOOLEAN.field("contains_unicode"),
        SqlType.UBIGINT.field("max_string_length"));
  }
}
