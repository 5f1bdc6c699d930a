package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Writes one IPC stream: the schema before the first batch, dictionaries before the batch that
 * needs them, batches with their metadata, the end. Nothing is sent before {@link #flush}.
 */
public final class StreamWriter implements AutoCloseable {
  private static final byte[] EMPTY_STREAM = emptyStream();

  private final ByteSink sink;
  private final WireSchema schema;
  private final MessageBuilder builder = new MessageBuilder(1024);
  private final BufferAllocator allocator;
  // made for the first vectors, which most answers have none of
  private @Nullable BatchEncoder encoder;
  private @Nullable DictionaryEncoder dictionaries;
  private @Nullable ColumnTypes types;
  private boolean started;

  /** Prepares a stream of {@code schema}; {@code allocator} holds dictionaries and indexes. */
  public StreamWriter(ByteSink sink, WireSchema schema, BufferAllocator allocator) {
    this.sink = sink;
    this.schema = schema;
    this.allocator = allocator;
  }

  private static byte[] emptyStream() {
    ByteSink.Bytes bytes = ByteSink.toBytes();
    try {
      SchemaMessage.write(WireSchema.EMPTY, bytes);
      bytes.putInt(-1);
      bytes.putInt(0);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toArray();
  }

  /** The schema of the stream. */
  public WireSchema schema() {
    return schema;
  }

  /** Writes the schema message unless that was done. */
  public void start() throws IOException {
    if (!started) {
      SchemaMessage.write(schema, sink);
      started = true;
    }
  }

  /** Writes {@code batch}, whose columns are the schema's in order; it stays the caller's. */
  public void write(WireBatch batch) throws IOException {
    if (batch.columns() instanceof EncodedColumns rows && rows.schema().equals(schema)) {
      write(rows, batch.rows(), batch.metadata());
      return;
    }
    write(batch.columns(), batch.rows(), batch.metadata());
  }

  private void write(EncodedColumns encoded, int rows, Metadata metadata) throws IOException {
    if (!started) {
      byte[] message = encoded.schemaMessage();
      sink.put(message, 0, message.length);
      started = true;
    }
    for (EncodedColumns.Dictionary dictionary : encoded.dictionaries()) {
      builder.clear();
      RowBody body = dictionary.body();
      int header = body.shape().header(builder, dictionary.entries());
      dictionary(dictionary.id(), header, body.length());
      body.putTo(sink);
    }
    RowBody body = encoded.body();
    if (!metadata.isEmpty() || !encoded.message().put(body.shape(), rows, sink)) {
      builder.clear();
      int metadataPlace = metadata(metadata);
      int header = body.shape().header(builder, rows);
      message(MessageHeader.RecordBatch, header, metadataPlace, body.length());
    }
    body.putTo(sink);
  }

  /** Writes a batch of {@code columns}, which stay the caller's. */
  public void write(List<FieldVector> columns, int rows, Metadata metadata) throws IOException {
    check(columns, rows);
    start();
    if (!schema.hasDictionaries()) {
      record(columns, rows, metadata);
      return;
    }
    if (dictionaries == null) {
      dictionaries = new DictionaryEncoder(schema, allocator);
    }
    DictionaryEncoder known = dictionaries;
    List<FieldVector> indexed = known.encode(columns);
    try {
      while (known.hasNews()) {
        dictionary(known.newsId(), known.takeNews());
      }
      record(indexed, rows, metadata);
    } finally {
      known.release();
    }
  }

  /**
   * Writes a batch of no rows that only carries {@code metadata}. Takes no memory unless there are
   * dictionaries, so that an error can be told where there is none.
   */
  public void writeEmpty(Metadata metadata, BufferAllocator allocator) throws IOException {
    if (!schema.hasDictionaries()) {
      start();
      builder.clear();
      encoder().collectEmpty(schema.fields());
      record(0, metadata);
      return;
    }
    List<FieldVector> columns = new java.util.ArrayList<>(schema.size());
    try {
      for (Field field : schema.decoded().fields()) {
        columns.add(Vectors.create(field, allocator));
      }
      write(columns, 0, metadata);
    } finally {
      for (FieldVector column : columns) {
        column.close();
      }
    }
  }

  /** Writes the end of the stream. */
  public void end() throws IOException {
    start();
    sink.putInt(-1);
    sink.putInt(0);
  }

  /**
   * Ends a stream that cannot be ended with an error batch, so that the reader fails: a schema
   * stands where a batch belongs. Takes no memory; the connection is of no use afterwards.
   */
  public void abandon() throws IOException {
    if (started) {
      sink.put(EMPTY_STREAM, 0, EMPTY_STREAM.length);
      sink.flush();
    }
  }

  /** Sends everything written so far. */
  public void flush() throws IOException {
    sink.flush();
  }

  // a batch that contradicts its own schema is found out by the reader, far from its cause
  private void check(List<FieldVector> columns, int rows) {
    if (columns.size() != schema.size()) {
      throw new IllegalArgumentException(
          "A batch of " + columns.size() + " columns in a stream of " + schema.size());
    }
    ColumnTypes known = types;
    if (known == null) {
      known = new ColumnTypes(schema);
      types = known;
    }
    for (int i = 0; i < columns.size(); i++) {
      if (!known.fits(i, columns.get(i))) {
        throw new IllegalArgumentException(
            "Column '"
                + schema.field(i).getName()
                + "' is made as '"
                + columns.get(i).getField()
                + "' in a stream where it is '"
                + schema.field(i)
                + "'");
      } else if (columns.get(i).getValueCount() != rows) {
        throw new IllegalArgumentException(
            "Column '"
                + schema.field(i).getName()
                + "' has "
                + columns.get(i).getValueCount()
                + " rows in a batch of "
                + rows);
      }
    }
  }

  private void record(List<FieldVector> columns, int rows, Metadata metadata) throws IOException {
    builder.clear();
    encoder().collect(columns, dictionaries);
    record(rows, metadata);
  }

  private BatchEncoder encoder() {
    BatchEncoder known = encoder;
    if (known == null) {
      known = new BatchEncoder();
      encoder = known;
    }
    return known;
  }

  private void record(int rows, Metadata metadata) throws IOException {
    int metadataPlace = metadata(metadata);
    int header = encoder().header(builder, rows);
    message(MessageHeader.RecordBatch, header, metadataPlace, encoder().bodyLength());
    encoder().putBody(sink);
  }

  private void dictionary(long id, FieldVector values) throws IOException {
    builder.clear();
    BatchEncoder entries = encoder();
    entries.collect(List.of(values), null);
    dictionary(id, entries.header(builder, values.getValueCount()), entries.bodyLength());
    entries.putBody(sink);
  }

  private void dictionary(long id, int data, long bodyLength) throws IOException {
    builder.start(); // DictionaryBatch
    builder.addLong(0, id);
    builder.addPlace(1, data);
    message(MessageHeader.DictionaryBatch, builder.end(), 0, bodyLength);
  }

  private void message(byte type, int header, int metadataPlace, long bodyLength)
      throws IOException {
    builder.finish(SchemaEncoder.message(builder, type, header, bodyLength, metadataPlace));
    builder.write(sink);
  }

  private int metadata(Metadata metadata) {
    if (metadata.isEmpty()) {
      return 0;
    }
    int[] entries = new int[metadata.size()];
    for (int i = 0; i < entries.length; i++) {
      int key = builder.text(metadata.key(i));
      int value = builder.text(metadata.value(i));
      entries[i] = SchemaEncoder.keyValue(builder, key, value);
    }
    return builder.places(entries);
  }

  @Override
  public void close() {
    if (dictionaries != null) {
      dictionaries.close();
    }
  }
}
