package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.memory.HeapMemory;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
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

  /** What larger batches are copied for costs more than their vectors. */
  private static final int MOST_RECORD_BYTES = 64 << 10;

  // headers are kept beside the bodies
  private static final int MOST_HEADER_BYTES = 8 << 10;
  private static final int MOST_KEPT = 16;

  private final MessageReader messages;
  private final BufferAllocator allocator;
  private final IpcLimits limits;
  private @Nullable WireSchema schema;
  private List<Layout> columns = List.of();
  private @Nullable Dictionaries dictionaries;
  private @Nullable VgiException schemaFault;
  private @Nullable RowDecoder rows;
  private List<SmallDictionary> kept = List.of();
  // from the first batch on that took vectors, as its dictionaries are nowhere else
  private boolean decoding;
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
    return next(false);
  }

  /**
   * The same for a batch that is most likely a record: of a small one the columns become vectors
   * when somebody asks for them, and {@link RowColumns} are read without.
   */
  public @Nullable WireBatch nextRecord() throws IOException {
    return next(true);
  }

  private @Nullable WireBatch next(boolean record) throws IOException {
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
      boolean inPlace =
          record
              && !decoding
              && message.getByteBuffer().limit() <= MOST_HEADER_BYTES
              && bodyLength <= MOST_RECORD_BYTES
              && kept.size() < MOST_KEPT;
      WireBatch batch =
          inPlace
              ? small(message, schema, dictionaries, (int) bodyLength)
              : large(message, schema, dictionaries, bodyLength);
      if (batch != null) {
        return batch;
      }
    }
    return null;
  }

  /** The batch of {@code message}, or null when that has a dictionary. */
  private @Nullable WireBatch large(
      Message message, WireSchema schema, Dictionaries dictionaries, long bodyLength)
      throws IOException {
    try (ArrowBuf body = messages.readBody(bodyLength, allocator)) {
      return vectors(message, schema, dictionaries, body, bodyLength);
    }
  }

  private @Nullable WireBatch vectors(
      Message message,
      WireSchema schema,
      Dictionaries dictionaries,
      ArrowBuf body,
      long bodyLength) {
    try {
      decoding = true;
      for (SmallDictionary before : kept) {
        before.decode(dictionaries, allocator, limits);
      }
      kept = List.of();
      if (message.headerType() == MessageHeader.RecordBatch) {
        return batch(message, schema, dictionaries, body, bodyLength);
      }
      DictionaryBatch header = (DictionaryBatch) message.header(new DictionaryBatch());
      SmallDictionary.decode(header, body, bodyLength, dictionaries, allocator, limits);
      return null;
    } catch (VgiException fault) {
      throw fault;
    } catch (OutOfMemoryException | OutOfMemoryError full) {
      throw MemoryLimitException.none(full);
    } catch (RuntimeException malformed) {
      throw new InvalidBatchException("A record batch is malformed", malformed);
    }
  }

  /** As {@link #large}, without vectors if it can be. */
  private @Nullable WireBatch small(
      Message message, WireSchema schema, Dictionaries dictionaries, int bodyLength)
      throws IOException {
    byte[] body = messages.readSmallBody(bodyLength);
    try {
      if (message.headerType() == MessageHeader.DictionaryBatch) {
        DictionaryBatch header = (DictionaryBatch) message.header(new DictionaryBatch());
        rows().dictionary(header, columns, body, 0, bodyLength);
        messages.keepMessage();
        if (kept.isEmpty()) {
          kept = new ArrayList<>();
        }
        kept.add(new SmallDictionary(header, body));
        return null;
      }
      RecordBatch header = (RecordBatch) message.header(new RecordBatch());
      if (header.length() == 1) {
        Metadata metadata = metadata(message);
        List<RowColumn> row = rows().decode(header, columns, body, 0, bodyLength);
        messages.keepMessage();
        RowColumns late = new RowColumns(row, header, columns, kept, body, allocator, limits);
        return WireBatch.of(schema, late, 1, metadata);
      }
    } catch (MemoryLimitException full) {
      throw full;
    } catch (RuntimeException otherwise) {
      // what is wrong, if anything is, is found out below, where vectors are made
    }
    try (ArrowBuf copy = allocator.buffer(bodyLength)) {
      copy.setBytes(0, body);
      return vectors(message, schema, dictionaries, copy, bodyLength);
    } catch (OutOfMemoryException | OutOfMemoryError full) {
      throw MemoryLimitException.none(full);
    }
  }

  private RowDecoder rows() {
    RowDecoder known = rows;
    if (known == null) {
      known = new RowDecoder(limits);
      rows = known;
    }
    return known;
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
      metadata.put(key == null ? "" : SchemaMessage.decoded(key), bytes);
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
