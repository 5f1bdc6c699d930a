package io.vgi.internal.sample;

import io.vgi.internal.filter.FilterSet;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Vectors for rows of two columns of every type, {@code a0}, {@code b0}, {@code a1} and so on. */
public final class SampleRows implements AutoCloseable {
  private final List<SampleType> types = new ArrayList<>(SampleType.numbers());
  private final List<Field> fields = new ArrayList<>();
  private final FieldVector[] vectors;
  private final int rows;

  /** Empty vectors with room for {@code rows}. */
  public SampleRows(BufferAllocator allocator, int rows) {
    types.addAll(SampleType.others());
    types.addAll(SampleType.nested());
    types.addAll(SampleType.wholeDays());
    types.addAll(SampleType.enumerations());
    for (int i = 0; i < types.size(); i++) {
      fields.add(types.get(i).type.field("a" + i));
      fields.add(types.get(i).type.field("b" + i));
    }
    this.rows = rows;
    this.vectors = new FieldVector[fields.size()];
    for (int i = 0; i < vectors.length; i++) {
      FieldVector vector = Vectors.create(fields.get(i), allocator);
      vectors[i] = vector;
      vector.setInitialCapacity(rows);
      vector.allocateNew();
    }
  }

  /** The types, each of which has two columns. */
  public List<SampleType> types() {
    return types;
  }

  /** How many columns there are. */
  public int columns() {
    return vectors.length;
  }

  /** The field of a column. */
  public Field field(int column) {
    return fields.get(column);
  }

  /** The columns. */
  public WireSchema schema() {
    return WireSchema.of(fields);
  }

  /** The type of a column. */
  public SampleType type(int column) {
    return types.get(column / 2);
  }

  /** The vector of a column, which stays here. */
  public FieldVector vector(int column) {
    return vectors[column];
  }

  /** Writes a value behind those of the rows before. */
  public void put(int column, int row, Object value) {
    VectorWriter.write(vectors[column], row, value);
    vectors[column].setValueCount(row + 1);
  }

  /** The rows that the filters keep. */
  public List<Integer> kept(FilterSet filters) {
    int[] selected = new int[rows];
    int count = filters.select(vectors, rows, selected);
    return Arrays.stream(selected, 0, count).boxed().toList();
  }

  @Override
  public void close() {
    for (FieldVector vector : vectors) {
      vector.close();
    }
  }
}
