package io.vgi.internal.wire;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * A call and the revision it speaks.
 *
 * @param context the RPC call
 * @param dialect the revision in which answers are written
 * @param body the request as it came; empty for a method whose parameters are no record
 * @param holds what is kept open for the call
 */
public record DialectCall(CallContext context, Dialect dialect, byte[] body, CallHolds holds) {
  /** A call that holds nothing yet. */
  public DialectCall(CallContext context, Dialect dialect, byte[] body) {
    this(context, dialect, body, new CallHolds());
  }

  /** The method called. */
  public String method() {
    return context.method();
  }

  /** A family lists a method that it does not handle. */
  public IllegalStateException unhandled() {
    return new IllegalStateException("Nothing handles '" + method() + "'");
  }

  /** The connection's memory. */
  public BufferAllocator allocator() {
    return context.allocator();
  }

  /**
   * {@code record}, one of the model, as a nested stream in this revision's exact schema for {@code
   * name}. What older revisions call otherwise is added to it.
   */
  public byte[] encode(String name, WireRecord record) {
    dialect.lower(record, allocator());
    return record.toBytes(dialect.format(name), allocator());
  }

  /** As {@link #encode}, as a batch, which is the caller's. */
  public WireBatch batch(WireRecord record) {
    dialect.lower(record, allocator());
    return record.toBatch(dialect.format(record.name()), allocator());
  }

  /** The record of the model in {@code stream}, which is part of a request of this revision. */
  public WireRecord decode(String name, byte[] stream) {
    return lifted(WireRecord.read(name, stream, allocator()));
  }

  /** {@code request}, parameters as this revision names them, as one of the model. */
  public WireRecord lifted(WireRecord request) {
    dialect.lift(request, allocator());
    return request;
  }

  /** A record of the model as bytes that calls of every revision read by {@link #restore}. */
  public byte[] store(WireRecord record) {
    return record.toBytes(Dialect.stored().format(record.name()), allocator());
  }

  /** As {@link #store(WireRecord)}, of a record that is part of a request of this revision. */
  public byte[] store(String name, byte[] stream) {
    return dialect.isModel() ? stream : store(decode(name, stream));
  }

  /** The record of the model that some call stored. */
  public WireRecord restore(String name, byte[] stored) {
    return WireRecord.read(name, stored, allocator());
  }

  /** {@code records} as the rows of one nested stream, or null when there is none. */
  public byte @Nullable [] encodeRows(String name, List<WireRecord> records) {
    if (records.isEmpty()) {
      return null;
    }
    for (WireRecord record : records) {
      dialect.lower(record, allocator());
    }
    try (WireBatch batch = WireRecord.toBatch(records, dialect.format(name), allocator())) {
      return IpcBytes.ofBatch(batch, allocator());
    }
  }

  /** {@code sql} over the columns of a table of {@code schema}, as the record of an expression. */
  public byte[] expression(String sql, List<String> schema) {
    return SqlRecords.expression(sql, schema, dialect, allocator());
  }

  /** {@code records} as nested streams. */
  public List<byte[]> encodeAll(String name, List<WireRecord> records) {
    List<byte[]> items = new ArrayList<>(records.size());
    for (WireRecord record : records) {
      items.add(encode(name, record));
    }
    return items;
  }
}
