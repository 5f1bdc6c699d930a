package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.memory.HeapMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.FixedSizeBinary;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Union;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * Schemas as flatbuffers, without Arrow's own schema class: loading that one builds JSON mappers,
 * which costs more than half of a worker's start.
 */
public final class SchemaMessage {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_FIELDS = 100_000;
  private static final int MAX_ENTRIES = 1_000_000;

  // what small messages may have though parts of them are shared
  private static final int FEW_FIELDS = 1_000;
  private static final int FEW_ENTRIES = 10_000;
  private static final int FEW_TEXT_BYTES = 1 << 20;

  /** The least that a field or an entry takes in a message that shares nothing. */
  private static final int LEAST_BYTES = 16;

  // what they take on the heap, with the vector of a field
  private static final long FIELD = 800;
  private static final long ENTRY = 160;

  private static final int MAX_UNION_MEMBERS = 128;

  // parts of a flatbuffer may be shared, so a small one can describe any number of things
  private final HeapMemory heap;
  private final int mostFields;
  private final int mostEntries;
  private final int mostTextBytes;
  private int fields;
  private long entries;
  private long textBytes;
  private long heapBytes;

  private SchemaMessage(int messageBytes, HeapMemory heap) {
    this.heap = heap;
    this.mostFields = Math.min(MAX_FIELDS, Math.max(FEW_FIELDS, messageBytes / LEAST_BYTES));
    this.mostEntries = Math.min(MAX_ENTRIES, Math.max(FEW_ENTRIES, messageBytes / LEAST_BYTES));
    this.mostTextBytes = Math.max(FEW_TEXT_BYTES, messageBytes);
  }

  /**
   * A schema, and how its columns lie on the wire.
   *
   * @param schema the fields of the vectors that come of it
   * @param heapBytes what it has taken of the heap's account
   */
  record Read(WireSchema schema, List<Layout> columns, long heapBytes) {}

  /** Reads a schema out of a message of {@code messageBytes}. */
  static Read read(Schema schema, int messageBytes, HeapMemory heap) {
    SchemaMessage reader = new SchemaMessage(messageBytes, heap);
    try {
      return reader.read(schema);
    } catch (Throwable refused) {
      heap.give(reader.heapBytes);
      throw refused;
    }
  }

  private Read read(Schema schema) {
    if (schema.endianness() != Endianness.Little) {
      throw new InvalidBatchException("Big-endian Arrow streams are not supported");
    }
    int count = schema.fieldsLength();
    List<Layout> columns = new ArrayList<>(Math.min(count, 64));
    for (int i = 0; i < count; i++) {
      columns.add(field(schema.fields(i), 0));
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    count(schema.customMetadataLength());
    for (int i = 0; i < schema.customMetadataLength(); i++) {
      entry(schema.customMetadata(i), metadata);
    }
    return new Read(WireSchema.of(fields(columns), metadata), columns, heapBytes);
  }

  private static List<Field> fields(List<Layout> layouts) {
    List<Field> fields = new ArrayList<>(layouts.size());
    for (Layout layout : layouts) {
      fields.add(layout.field());
    }
    return fields;
  }

  private Layout field(org.apache.arrow.flatbuf.Field field, int depth) {
    if (depth > MAX_DEPTH || ++fields > mostFields) {
      throw new InvalidBatchException(
          "A schema may have " + mostFields + " fields and nest " + MAX_DEPTH + " deep at most");
    }
    take(FIELD);
    String name = text(field.nameAsByteBuffer());
    checkType(field);
    Decimal decimal = field.typeType() == Type.Decimal ? (Decimal) field.type(new Decimal()) : null;
    ArrowType type;
    Layout.Form form;
    if (decimal != null && decimal.bitWidth() < 128) { // which Arrow's own types cannot say
      type = new ArrowType.Decimal(decimal.precision(), decimal.scale(), 128);
      form = Layout.narrowDecimal(decimal.bitWidth());
    } else {
      type = ArrowType.getTypeForField(field);
      form = Layout.form(type);
    }
    org.apache.arrow.flatbuf.DictionaryEncoding encoding = field.dictionary();
    DictionaryEncoding dictionary = null;
    if (encoding != null) {
      org.apache.arrow.flatbuf.Int index = encoding.indexType();
      ArrowType.Int indexType =
          index == null
              ? new ArrowType.Int(32, true)
              : new ArrowType.Int(index.bitWidth(), index.isSigned());
      dictionary = new DictionaryEncoding(encoding.id(), encoding.isOrdered(), indexType);
    }
    int count = field.childrenLength();
    List<Layout> children = new ArrayList<>(Math.min(count, 64));
    for (int i = 0; i < count; i++) {
      children.add(field(field.children(i), depth + 1));
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    count(field.customMetadataLength());
    for (int i = 0; i < field.customMetadataLength(); i++) {
      entry(field.customMetadata(i), metadata);
    }
    FieldType usual = new FieldType(field.nullable(), Layout.usual(type), dictionary, metadata);
    return new Layout(new Field(name, usual, fields(children)), form, children);
  }

  /** Checks sizes and charges for the parts of a type that may be of any length. */
  private void checkType(org.apache.arrow.flatbuf.Field field) {
    if (field.typeType() == Type.Union) {
      Union union = (Union) field.type(new Union());
      if (union != null && union.typeIdsLength() > MAX_UNION_MEMBERS) {
        throw new InvalidBatchException(
            "A union may have " + MAX_UNION_MEMBERS + " members, not " + union.typeIdsLength());
      }
    } else if (field.typeType() == Type.Timestamp) {
      Timestamp timestamp = (Timestamp) field.type(new Timestamp());
      ByteBuffer zone = timestamp == null ? null : timestamp.timezoneAsByteBuffer();
      charge(zone == null ? 0 : zone.remaining());
    } else if (field.typeType() == Type.FixedSizeBinary) {
      FixedSizeBinary bytes = (FixedSizeBinary) field.type(new FixedSizeBinary());
      checkSize(bytes == null ? 0 : bytes.byteWidth());
    } else if (field.typeType() == Type.FixedSizeList) {
      FixedSizeList list = (FixedSizeList) field.type(new FixedSizeList());
      checkSize(list == null ? 0 : list.listSize());
    }
  }

  private static void checkSize(int size) {
    if (size < 0) {
      throw new InvalidBatchException("A type of fixed size cannot have the size " + size);
    }
  }

  private void count(int more) {
    entries += Math.max(more, 0);
    if (entries > mostEntries) {
      throw new InvalidBatchException(
          "A schema may have " + mostEntries + " metadata entries at most");
    }
    take(ENTRY * Math.max(more, 0));
  }

  private void take(long bytes) {
    heap.take(bytes);
    heapBytes += bytes;
  }

  private void charge(int bytes) {
    textBytes += bytes;
    if (textBytes > mostTextBytes) {
      throw new InvalidBatchException(
          "The names and metadata of a schema may have " + mostTextBytes + " bytes at most");
    }
    take(2L * bytes); // a character may take two
  }

  private void entry(KeyValue entry, Map<String, String> into) {
    into.put(text(entry.keyAsByteBuffer()), text(entry.valueAsByteBuffer()));
  }

  private String text(ByteBuffer bytes) {
    if (bytes == null) {
      return "";
    }
    charge(bytes.remaining());
    return decoded(bytes);
  }

  /** What {@code bytes} say; a decoder would take a buffer of characters in between. */
  static String decoded(ByteBuffer bytes) {
    if (bytes.hasArray()) {
      int from = bytes.arrayOffset() + bytes.position();
      return new String(bytes.array(), from, bytes.remaining(), StandardCharsets.UTF_8);
    }
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  static void write(WireSchema schema, ByteSink sink) throws IOException {
    byte[] message = written(schema);
    sink.put(message, 0, message.length);
  }

  /** The message of {@code schema}, which others have too: not to be changed. */
  static byte[] written(WireSchema schema) {
    byte[] message = SchemaCache.written(schema);
    if (message == null) {
      message = SchemaEncoder.message(schema);
      SchemaCache.keep(schema, message);
    }
    return message;
  }
}
