package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.memory.HeapMemory;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Reads one IPC stream: schema, dictionaries, batches with their metadata, end.
 *
 * <p>{@link InvalidBatchException} leaves the reader in step: the next call reads on behind the
 * offending message. {@link BrokenStreamException} does not.
 */
public final class StreamReader implements AutoCloseable {
  private static final int MAX_METADATA_ENTRIES = 1_000;
  private static final int FEW_METADATA_BYTES = 64 << 10;

  private final MessageReader messages;
  private final BufferAllocator allocator;
  private final IpcLimits limits;
  private @Nullable WireSchema schema;
  private List<Layout> columns = List.of();
  private @Nullable Dictionaries dictionaries;
  private @Nullable VgiException schemaFault;
  private final HeapMemory heap;
  private long schemaBytes;
  private boolean ended;

  private StreamReader(ByteSource source, BufferAllocator allocator, IpcLimits limits) {
    this.heap = HeapMemory.of(allocator);
    this.messages = new MessageReader(source, limits, heap);
    this.allocator = allocator;
    this.limits = limits;
  }

  /** Reads the schema message of the next stream, or returns null at the end of the input. */
  public static @Nullable StreamReader open(
      ByteSource source, BufferAllocator allocator, IpcLimits limits) throws IOException {
    StreamReader reader = new StreamReader(source, allocator, limits);
    boolean there = false;
    try {
      there = reader.readSchema();
      return there ? reader : null;
    } finally {
      if (!there) {
        reader.close();
      }
    }
  }

  private boolean readSchema() throws IOException {
    Message message = messages.next();
    if (message == null) {
      if (messages.endOfInput()) {
        return false;
      }
      throw new BrokenStreamException("A stream ends before its schema");
    }
    ByteBuffer bytes = message.getByteBuffer();
    try {
      SchemaMessage.Read before = SchemaCache.read(bytes);
      if (before != null) {
        heap.take(before.heapBytes());
        begin(before);
        return true;
      }
      if (message.headerType() != MessageHeader.Schema || message.bodyLength() != 0) {
        throw new BrokenStreamException("A stream does not begin with its schema");
      }
      Schema header = (Schema) message.header(new Schema());
      if (header == null) {
        throw new BrokenStreamException("A stream does not begin with its schema");
      }
      if (message.version() != MetadataVersion.V5) {
        throw new InvalidBatchException("Only Arrow metadata of version 5 is supported");
      }
      SchemaMessage.Read read = SchemaMessage.read(header, bytes.limit(), heap);
      begin(read);
      SchemaCache.keep(bytes, read);
    } catch (InvalidBatchException | MemoryLimitException fault) {
      schemaFault = fault;
    } catch (RuntimeException malformed) {
      schemaFault = new InvalidBatchException("The schema of a stream is malformed", malformed);
    }
    return true;
  }

  private void begin(SchemaMessage.Read read) {
    schemaBytes = read.heapBytes();
    dictionaries = new Dictionaries(read.columns(), limits.bodyBytes());
    columns = read.columns();
    schema = read.schema();
  }

  /** The schema of the batches, with the dictionaries that the stream has. */
  public WireSchema schema() {
    if (schema == null) {
      throw schemaFault == null ? new InvalidBatchException("No schema") : schemaFault;
    }
    return schema;
  }

  /** The next batch, owned by the caller, or null at the end of the stream or of the input. */
  public @Nullable WireBatch next() throws IOException {
    while (!ended) {
      Message message = nextMessage();
      if (message == null) {
        return null;
      }
      long bodyLength = message.bodyLength();
      if (schema == null || dictionaries == null) {
        messages.skipBody(bodyLength);
        throw schemaFault == null ? new InvalidBatchException("No schema") : schemaFault;
      }
      byte type = message.headerType();
      try (ArrowBuf body = messages.readBody(bodyLength, allocator)) {
        if (type == MessageHeader.RecordBatch) {
          return batch(message, schema, dictionaries, body, bodyLength);
        }
        dictionary(message, dictionaries, body, bodyLength);
      } catch (VgiException fault) {
        throw fault;
      } catch (OutOfMemoryException | OutOfMemoryError full) {
        throw MemoryLimitException.none(full);
      } catch (RuntimeException malformed) {
        throw new InvalidBatchException("A record batch is malformed", malformed);
      }
    }
    return null;
  }

  private @Nullable Message nextMessage() throws IOException {
    Message message = messages.next();
    if (message == null) {
      ended = true;
      return null;
    }
    byte type;
    try {
      type = message.headerType();
    } catch (RuntimeException malformed) {
      throw new BrokenStreamException("The metadata of an Arrow message is malformed", malformed);
    }
    if (type != MessageHeader.RecordBatch && type != MessageHeader.DictionaryBatch) {
      throw new BrokenStreamException(
          "An Arrow stream holds a message of type " + type + " where a batch was expected");
    }
    return message;
  }

  private WireBatch batch(
      Message message,
      WireSchema schema,
      Dictionaries dictionaries,
      ArrowBuf body,
      long bodyLength) {
    RecordBatch header = (RecordBatch) message.header(new RecordBatch());
    if (header == null) {
      throw new InvalidBatchException("A record batch has no header");
    }
    Metadata metadata = metadata(message);
    List<FieldVector> vectors =
        BatchDecoder.decode(header, columns, body, bodyLength, dictionaries, allocator, limits);
    return WireBatch.of(schema, vectors, (int) header.length(), metadata);
  }

  private void dictionary(
      Message message, Dictionaries dictionaries, ArrowBuf body, long bodyLength) {
    DictionaryBatch header = (DictionaryBatch) message.header(new DictionaryBatch());
    RecordBatch data = header == null ? null : header.data();
    if (header == null || data == null) {
      throw new InvalidBatchException("A dictionary batch has no data");
    }
    FieldVector values =
        BatchDecoder.decode(
                data,
                List.of(dictionaries.layoutOf(header.id())),
                body,
                bodyLength,
                dictionaries,
                allocator,
                limits)
            .get(0);
    dictionaries.put(header.id(), values, header.isDelta());
  }

  private static Metadata metadata(Message message) {
    int count = message.customMetadataLength();
    if (count == 0) {
      return Metadata.EMPTY;
    }
    if (count > MAX_METADATA_ENTRIES) {
      throw new InvalidBatchException("A batch carries " + count + " metadata entries");
    }
    Metadata.Builder metadata = Metadata.builder();
    // entries may share their bytes, but each has a copy of them here
    long most = Math.max(FEW_METADATA_BYTES, message.getByteBuffer().limit());
    long total = 0;
    for (int i = 0; i < count; i++) {
      KeyValue entry = message.customMetadata(i);
      ByteBuffer key = entry.keyAsByteBuffer();
      ByteBuffer value = entry.valueAsByteBuffer();
      total += key == null ? 0 : key.remaining();
      total += value == null ? 0 : value.remaining();
      if (total > most) {
        throw new InvalidBatchException("A batch carries too much metadata");
      }
      byte[] bytes = new byte[value == null ? 0 : value.remaining()];
      if (value != null) {
        value.get(bytes);
      }
      metadata.put(key == null ? "" : StandardCharsets.UTF_8.decode(key).toString(), bytes);
    }
    return metadata.build();
  }

  /** Whether the end of the stream was seen, or the input ended where a message would begin. */
  public boolean ended() {
    return ended;
  }

  /** Whether the input ended in place of the stream's end. */
  public boolean endOfInput() {
    return messages.endOfInput();
  }

  /** Reads to the end of the stream without looking at what comes. */
  public void drain() throws IOException {
    while (!ended) {
      Message message = nextMessage();
      if (message != null) {
        messages.skipBody(message.bodyLength());
      }
    }
  }

  @Override
  public void close() {
    if (dictionaries != null) {
      dictionaries.close();
    }
    heap.give(schemaBytes);
    schemaBytes = 0;
    messages.close();
  }
}
