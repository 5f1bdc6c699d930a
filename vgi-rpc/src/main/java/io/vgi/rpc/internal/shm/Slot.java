package io.vgi.rpc.internal.shm;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.ByteSink;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The content of a slot: a stream of one batch or, when columns of its schema are
 * dictionary-encoded, such a stream without its first and its last message.
 */
final class Slot {
  private static final byte[] END = {-1, -1, -1, -1, 0, 0, 0, 0};

  private Slot() {}

  /** Copies a batch out of the slot at {@code offset}, which is free afterwards. */
  static WireBatch read(
      ShmSegment segment,
      long offset,
      long length,
      WireBatch pointer,
      BufferAllocator allocator,
      IpcLimits limits) {
    Iterator<ByteBuffer> bytes = segment.slot(offset, length);
    WireBatch batch;
    try {
      batch = decode(segment, bytes, pointer.schema(), allocator, limits);
    } catch (Throwable unusable) {
      segment.free(offset);
      throw unusable;
    }
    try {
      segment.free(offset);
      return batch.withMetadata(own(segment, pointer.metadata()));
    } catch (Throwable failure) {
      batch.close();
      throw failure;
    }
  }

  /** How many bytes {@code batch} takes. */
  static long measure(WireSchema schema, WireBatch batch, BufferAllocator allocator)
      throws IOException {
    ByteSink.Counter counter = ByteSink.counting();
    write(counter, schema, batch, allocator);
    return counter.size();
  }

  /** Copies {@code batch}, which has no dictionaries, into a slot of the length it takes. */
  static void write(
      ShmSegment segment,
      long offset,
      long length,
      WireSchema schema,
      WireBatch batch,
      BufferAllocator allocator)
      throws IOException {
    write(ByteSink.into(segment.slot(offset, length)), schema, batch, allocator);
    segment.check();
  }

  private static void write(
      ByteSink sink, WireSchema schema, WireBatch batch, BufferAllocator allocator)
      throws IOException {
    try (StreamWriter out = new StreamWriter(sink, schema, allocator)) {
      // the metadata travels with the pointer
      out.write(batch.columns(), batch.rows(), Metadata.EMPTY);
      out.end();
    }
  }

  private static WireBatch decode(
      ShmSegment segment,
      Iterator<ByteBuffer> slot,
      WireSchema schema,
      BufferAllocator allocator,
      IpcLimits limits) {
    Iterator<ByteBuffer> bytes = hasTopDictionary(schema) ? completed(slot, schema) : slot;
    WireBatch batch = null;
    try (StreamReader in = StreamReader.open(ByteSource.of(bytes), allocator, limits)) {
      batch = in == null ? null : in.next();
      segment.check();
      if (in == null || batch == null) {
        throw bad(segment, "holds no batch");
      }
      if (!same(schema, in.schema())) {
        throw bad(segment, "has other columns than the batch that points to it");
      }
      return batch;
    } catch (IOException broken) {
      throw bad(segment, "is no Arrow stream: " + broken.getMessage());
    } catch (Throwable unusable) {
      if (batch != null) {
        batch.close();
      }
      if (unusable instanceof InternalError unbacked) {
        throw bad(segment, "cannot be read: " + unbacked.getMessage());
      }
      throw unusable;
    }
  }

  private static Iterator<ByteBuffer> completed(Iterator<ByteBuffer> slot, WireSchema schema) {
    List<ByteBuffer> pieces = new ArrayList<>(3);
    pieces.add(ByteBuffer.wrap(IpcBytes.ofSchema(schema)));
    while (slot.hasNext()) {
      pieces.add(slot.next());
    }
    pieces.add(ByteBuffer.wrap(END));
    return pieces.iterator();
  }

  private static boolean hasTopDictionary(WireSchema schema) {
    for (Field field : schema.fields()) {
      if (field.getDictionary() != null) {
        return true;
      }
    }
    return false;
  }

  private static boolean same(WireSchema left, WireSchema right) {
    boolean same = left.size() == right.size();
    for (int i = 0; same && i < left.size(); i++) {
      same =
          left.field(i).getName().equals(right.field(i).getName())
              && WireSchema.sameType(left.field(i), right.field(i));
    }
    return same;
  }

  /** The metadata of the batch itself, and where it was. */
  private static Metadata own(ShmSegment segment, Metadata pointer) {
    Metadata.Builder own = Metadata.builder();
    for (int i = 0; i < pointer.size(); i++) {
      String key = pointer.key(i);
      if (!key.equals(MetadataKeys.SHM_OFFSET) && !key.equals(MetadataKeys.SHM_LENGTH)) {
        own.put(key, pointer.value(i));
      }
    }
    return own.put(MetadataKeys.SHM_SOURCE, segment.name()).build();
  }

  private static VgiException bad(ShmSegment segment, String what) {
    return VgiException.invalidArgument(
        "A slot of the shared memory '" + segment.name() + "' " + what);
  }
}
