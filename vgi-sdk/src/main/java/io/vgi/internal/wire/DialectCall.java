package io.vgi.internal.wire;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

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

  /** {@code record} as a nested stream in this revision's exact schema for {@code name}. */
  public byte[] encode(String name, WireRecord record) {
    return record.toBytes(dialect.record(name), allocator());
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
