package io.vgi.rpc;

import io.vgi.rpc.internal.ipc.LateColumns;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/**
 * A record batch: vectors, a row count and custom metadata.
 *
 * <p>Row {@code r} of every vector belongs together; a batch without columns still has rows.
 * Dictionary-encoded columns are held decoded, so {@code columns().get(i)} has the value type of
 * {@code schema().field(i)}. The batch owns its vectors: {@link #close} releases them. One thread
 * at a time.
 */
public final class WireBatch implements AutoCloseable {
  private final WireSchema schema;
  private final List<FieldVector> columns;
  private final int rows;
  private final Metadata metadata;

  private WireBatch(WireSchema schema, List<FieldVector> columns, int rows, Metadata metadata) {
    this.schema = schema;
    this.columns = columns;
    this.rows = rows;
    this.metadata = metadata;
  }

  /** Returns a batch that takes ownership of {@code columns}. */
  public static WireBatch of(WireSchema schema, List<FieldVector> columns, int rows) {
    return of(schema, columns, rows, Metadata.EMPTY);
  }

  /** Returns a batch with metadata that takes ownership of {@code columns}. */
  public static WireBatch of(
      WireSchema schema, List<FieldVector> columns, int rows, Metadata metadata) {
    if (columns.size() != schema.size()) {
      throw new IllegalArgumentException(
          "A batch of " + schema.size() + " fields was given " + columns.size() + " vectors");
    }
    return new WireBatch(
        schema, columns instanceof LateColumns ? columns : List.copyOf(columns), rows, metadata);
  }

  /** Returns a batch without columns. */
  public static WireBatch ofRows(int rows, Metadata metadata) {
    return new WireBatch(WireSchema.EMPTY, List.of(), rows, metadata);
  }

  /** The schema as it is on the wire. */
  public WireSchema schema() {
    return schema;
  }

  /** The vectors, in schema order. */
  public List<FieldVector> columns() {
    return columns;
  }

  /** The vector at {@code index}. */
  public FieldVector column(int index) {
    return columns.get(index);
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The custom metadata. */
  public Metadata metadata() {
    return metadata;
  }

  /** This batch with other metadata; the vectors are shared, so only one of the two is closed. */
  public WireBatch withMetadata(Metadata other) {
    return new WireBatch(schema, columns, rows, other);
  }

  @Override
  public void close() {
    if (columns instanceof LateColumns late) {
      late.close();
      return;
    }
    for (FieldVector column : columns) {
      column.close();
    }
  }
}
