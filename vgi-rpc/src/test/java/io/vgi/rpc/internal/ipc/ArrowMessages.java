package io.vgi.rpc.internal.ipc;

import com.google.flatbuffers.FlatBufferBuilder;
import io.vgi.rpc.WireSchema;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;

/** Messages made by flatbuffers' own builder and by Arrow's own classes. */
final class ArrowMessages {
  private ArrowMessages() {}

  /** The message of a finished flatbuffer: the continuation mark, its padded length, itself. */
  static byte[] message(FlatBufferBuilder builder) {
    byte[] bytes = builder.sizedByteArray();
    int padded = (bytes.length + 7) & ~7;
    return ByteBuffer.allocate(8 + padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(-1)
        .putInt(padded)
        .put(bytes)
        .array();
  }

  static byte[] schema(WireSchema schema) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int[] fields = new int[schema.size()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = schema.field(i).getField(builder);
    }
    int fieldsVector = Schema.createFieldsVector(builder, fields);
    int metadata = 0;
    if (!schema.metadata().isEmpty()) {
      int[] entries = new int[schema.metadata().size()];
      int i = 0;
      for (Map.Entry<String, String> entry : schema.metadata().entrySet()) {
        int key = builder.createString(entry.getKey());
        entries[i++] =
            KeyValue.createKeyValue(builder, key, builder.createString(entry.getValue()));
      }
      metadata = Schema.createCustomMetadataVector(builder, entries);
    }
    Schema.startSchema(builder);
    Schema.addEndianness(builder, Endianness.Little);
    Schema.addFields(builder, fieldsVector);
    if (metadata != 0) {
      Schema.addCustomMetadata(builder, metadata);
    }
    return finish(builder, MessageHeader.Schema, Schema.endSchema(builder), 0, 0);
  }

  /**
   * A batch, or the entries of the dictionary of {@code dictionary} unless that is negative.
   *
   * @param nodes their lengths and NULLs
   * @param lengths how long the buffers are
   */
  static byte[] batch(
      long[][] nodes,
      long[] lengths,
      long[] variadic,
      int rows,
      byte[][] metadata,
      long dictionary) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int metadataVector = 0;
    if (metadata.length > 0) {
      int[] entries = new int[metadata.length / 2];
      for (int i = 0; i < entries.length; i++) {
        int key = builder.createString(ByteBuffer.wrap(metadata[2 * i]));
        int value = builder.createString(ByteBuffer.wrap(metadata[2 * i + 1]));
        entries[i] = KeyValue.createKeyValue(builder, key, value);
      }
      metadataVector = Message.createCustomMetadataVector(builder, entries);
    }
    RecordBatch.startNodesVector(builder, nodes.length);
    for (int i = nodes.length - 1; i >= 0; i--) {
      FieldNode.createFieldNode(builder, nodes[i][0], nodes[i][1]);
    }
    int nodesVector = builder.endVector();
    long body = 0;
    long[] offsets = new long[lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      offsets[i] = body;
      body += (lengths[i] + 7) & ~7L;
    }
    RecordBatch.startBuffersVector(builder, lengths.length);
    for (int i = lengths.length - 1; i >= 0; i--) {
      Buffer.createBuffer(builder, offsets[i], lengths[i]);
    }
    int buffersVector = builder.endVector();
    int counts =
        variadic.length == 0 ? 0 : RecordBatch.createVariadicBufferCountsVector(builder, variadic);
    RecordBatch.startRecordBatch(builder);
    RecordBatch.addLength(builder, rows);
    RecordBatch.addNodes(builder, nodesVector);
    RecordBatch.addBuffers(builder, buffersVector);
    if (counts != 0) {
      RecordBatch.addVariadicBufferCounts(builder, counts);
    }
    int header = RecordBatch.endRecordBatch(builder);
    if (dictionary < 0) {
      return finish(builder, MessageHeader.RecordBatch, header, body, metadataVector);
    }
    DictionaryBatch.startDictionaryBatch(builder);
    DictionaryBatch.addId(builder, dictionary);
    DictionaryBatch.addData(builder, header);
    int batch = DictionaryBatch.endDictionaryBatch(builder);
    return finish(builder, MessageHeader.DictionaryBatch, batch, body, metadataVector);
  }

  private static byte[] finish(
      FlatBufferBuilder builder, byte type, int header, long body, int metadata) {
    Message.startMessage(builder);
    Message.addHeaderType(builder, type);
    Message.addHeader(builder, header);
    Message.addVersion(builder, MetadataVersion.V5);
    Message.addBodyLength(builder, body);
    if (metadata != 0) {
      Message.addCustomMetadata(builder, metadata);
    }
    builder.finish(Message.endMessage(builder));
    return message(builder);
  }
}
