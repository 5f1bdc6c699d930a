package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.WireSchema;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The schemas that were read and written last, since streams of a call, and calls of a method, have
 * the same ones again and again. What is read twice is one object, so that comparing it costs
 * nothing. Any thread: entries are immutable, and a lost one is only made anew.
 */
final class SchemaCache {
  private static final int PLACES = 64;
  private static final int MOST_BYTES = 4 << 10;

  // a message may share its parts, so that a short one can describe much
  private static final long MOST_HEAP_BYTES = 64 << 10;

  private static final @Nullable Entry[] READ = new Entry[PLACES];
  private static final @Nullable Entry[] WRITTEN = new Entry[PLACES];

  /** A schema with its message; what was read of it, unless it was written. */
  private static final class Entry {
    final WireSchema schema;
    final ByteBuffer message;
    final SchemaMessage.@Nullable Read read;

    Entry(WireSchema schema, byte[] message, SchemaMessage.@Nullable Read read) {
      this.schema = schema;
      this.message = ByteBuffer.wrap(message);
      this.read = read;
    }
  }

  private SchemaCache() {}

  /** What {@code message} was read as before, or null. */
  static SchemaMessage.@Nullable Read read(ByteBuffer message) {
    Entry entry = READ[place(message)];
    return entry != null && entry.message.equals(message) ? entry.read : null;
  }

  /** Keeps what {@code message} was read as, unless it is large. */
  static void keep(ByteBuffer message, SchemaMessage.Read read) {
    if (message.remaining() <= MOST_BYTES && read.heapBytes() <= MOST_HEAP_BYTES) {
      byte[] copy = new byte[message.remaining()];
      message.duplicate().get(copy);
      READ[place(message)] = new Entry(read.schema(), copy, read);
    }
  }

  /** How {@code schema}, the very object, was written before, or null; not to be changed. */
  @SuppressWarnings("ReferenceEquality") // those that are equal may be written differently
  static byte @Nullable [] written(WireSchema schema) {
    Entry entry = WRITTEN[place(schema)];
    return entry != null && entry.schema == schema ? entry.message.array() : null;
  }

  /** Keeps how {@code schema} is written, unless that is long. */
  static void keep(WireSchema schema, byte[] message) {
    if (message.length <= MOST_BYTES) {
      WRITTEN[place(schema)] = new Entry(schema, message, null);
    }
  }

  private static int place(WireSchema schema) {
    return place(System.identityHashCode(schema));
  }

  private static int place(ByteBuffer message) {
    long hash = message.remaining();
    int end = Math.min(message.limit(), MOST_BYTES) - Long.BYTES;
    for (int at = message.position(); at <= end; at += Long.BYTES) {
      hash = hash * 31 + message.getLong(at);
    }
    return place((int) (hash ^ (hash >>> 32)));
  }

  private static int place(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed >>> 26;
  }
}
