package io.vgi.function;

import io.vgi.internal.stream.InputRows;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.ipc.IpcBytes;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Rows that were bytes, from {@link Rows#toBytes}. Whoever reads them closes them, and then they
 * are not valid any more. One thread at a time.
 */
public final class StoredRows implements AutoCloseable {
  private final WireBatch batch;
  private final InputRows rows;

  private StoredRows(WireBatch batch, BufferAllocator allocator) {
    this.batch = batch;
    this.rows = new InputRows(batch.schema(), allocator);
    rows.load(batch);
  }

  /** Reads rows into memory of {@code allocator}, as a call has one. */
  public static StoredRows read(byte[] bytes, BufferAllocator allocator) {
    WireBatch batch = IpcBytes.readBatch(bytes, allocator);
    if (batch == null) {
      throw VgiException.invalidArgument("These bytes hold no rows; take those of Rows.toBytes");
    }
    return new StoredRows(batch, allocator);
  }

  /** The rows. */
  public Rows rows() {
    return rows;
  }

  @Override
  public void close() {
    rows.close();
    batch.close();
  }
}
