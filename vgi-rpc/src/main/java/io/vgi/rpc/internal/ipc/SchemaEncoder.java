package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.WireSchema;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;

/** Schemas into messages, as Arrow's own {@link Field#getField} does and to the same bytes. */
final class SchemaEncoder {
  private static final int[] NONE = {};

  // what an ASCII field without metadata takes, and the rest of the message
  private static final int FIELD_BYTES = 96;
  private static final int MESSAGE_BYTES = 160;
  private static final int MOST_EXPECTED = 1 << 16;

  // the numbers of fields in their tables, and defaults that are not zero, in Arrow's Schema.fbs
  private static final int NAME = 0;
  private static final int NULLABLE = 1;
  private static final int TYPE_TYPE = 2;
  private static final int TYPE = 3;
  private static final int DICTIONARY = 4;
  private static final int CHILDREN = 5;
  private static final int FIELD_METADATA = 6;
  private static final int MILLISECOND = 1;
  private static final int TIME_BITS = 32;
  private static final int DECIMAL_BITS = 128;

  private SchemaEncoder() {}

  /** The message of {@code schema}, with its prefix. */
  static byte[] message(WireSchema schema) {
    int count = schema.size();
    MessageBuilder out =
        new MessageBuilder(
            (int) Math.min(MOST_EXPECTED, MESSAGE_BYTES + (long) FIELD_BYTES * count));
    int[] places = new int[count];
    for (int i = 0; i < count; i++) {
      places[i] = field(out, schema.field(i));
    }
    int fields = out.places(places);
    Map<String, String> metadata = schema.metadata();
    int metadataPlace = metadata.isEmpty() ? 0 : metadata(out, metadata, false);
    out.start(); // Schema; little-endian is the default
    out.addPlace(1, fields);
    if (metadataPlace != 0) {
      out.addPlace(2, metadataPlace);
    }
    out.finish(message(out, MessageHeader.Schema, out.end(), 0, 0));
    return out.message();
  }

  /** Adds the table of a message, with {@code metadata} unless that is 0. */
  static int message(MessageBuilder out, byte type, int header, long bodyLength, int metadata) {
    out.start();
    out.addByte(1, type);
    out.addPlace(2, header);
    out.addShort(0, MetadataVersion.V5, MetadataVersion.V1);
    out.addLong(3, bodyLength);
    if (metadata != 0) {
      out.addPlace(4, metadata);
    }
    return out.end();
  }

  private static int field(MessageBuilder out, Field field) {
    String text = field.getName();
    int name = text == null ? 0 : out.text(text);
    ArrowType type = field.getType();
    byte id = type.getTypeID().getFlatbufID();
    int typePlace = type(out, type, id);
    DictionaryEncoding encoding = field.getDictionary();
    int dictionary = encoding == null ? 0 : dictionary(out, encoding);
    int children = children(out, field.getChildren());
    Map<String, String> entries = field.getMetadata();
    int metadata = entries.isEmpty() ? out.places(NONE) : metadata(out, entries, true);
    out.start();
    if (text != null) {
      out.addPlace(NAME, name);
    }
    out.addByte(NULLABLE, field.isNullable() ? 1 : 0);
    out.addByte(TYPE_TYPE, id);
    out.addPlace(TYPE, typePlace);
    out.addPlace(CHILDREN, children);
    out.addPlace(FIELD_METADATA, metadata);
    if (encoding != null) {
      out.addPlace(DICTIONARY, dictionary);
    }
    return out.end();
  }

  private static int children(MessageBuilder out, List<Field> children) {
    int count = children.size();
    if (count == 0) {
      return out.places(NONE);
    }
    int[] places = new int[count];
    for (int i = 0; i < count; i++) {
      places[i] = field(out, children.get(i));
    }
    return out.places(places);
  }

  private static int metadata(MessageBuilder out, Map<String, String> metadata, boolean ofField) {
    int[] entries = new int[metadata.size()];
    int i = 0;
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      int key = out.text(entry.getKey());
      int value = out.text(entry.getValue());
      entries[i++] = ofField ? keyThenValue(out, key, value) : keyValue(out, key, value);
    }
    return out.places(entries);
  }

  /** Adds an entry of the metadata of a schema or a batch. */
  static int keyValue(MessageBuilder out, int key, int value) {
    out.start();
    out.addPlace(1, value);
    out.addPlace(0, key);
    return out.end();
  }

  // Arrow has those of fields in this order
  private static int keyThenValue(MessageBuilder out, int key, int value) {
    out.start();
    out.addPlace(0, key);
    out.addPlace(1, value);
    return out.end();
  }

  private static int dictionary(MessageBuilder out, DictionaryEncoding encoding) {
    int index = type(out, encoding.getIndexType(), Type.Int);
    out.start();
    out.addLong(0, encoding.getId());
    out.addByte(2, encoding.isOrdered() ? 1 : 0);
    out.addPlace(1, index);
    return out.end();
  }

  private static int type(MessageBuilder out, ArrowType declared, byte id) {
    ArrowType type = declared;
    while (type instanceof ArrowType.ExtensionType extension) {
      type = extension.storageType();
    }
    // a switch over Arrow's enum would be one more class
    switch (id) {
      case Type.Null,
          Type.Bool,
          Type.Utf8,
          Type.LargeUtf8,
          Type.Utf8View,
          Type.Binary,
          Type.LargeBinary,
          Type.BinaryView,
          Type.List,
          Type.LargeList,
          Type.ListView,
          Type.LargeListView,
          Type.Struct_,
          Type.RunEndEncoded ->
          out.start();
      case Type.Int -> {
        ArrowType.Int number = (ArrowType.Int) type;
        out.start();
        out.addInt(0, number.getBitWidth(), 0);
        out.addByte(1, number.getIsSigned() ? 1 : 0);
      }
      case Type.FloatingPoint -> {
        out.start();
        out.addShort(0, ((ArrowType.FloatingPoint) type).getPrecision().getFlatbufID(), 0);
      }
      case Type.Decimal -> {
        ArrowType.Decimal decimal = (ArrowType.Decimal) type;
        out.start();
        out.addInt(0, decimal.getPrecision(), 0);
        out.addInt(1, decimal.getScale(), 0);
        out.addInt(2, decimal.getBitWidth(), DECIMAL_BITS);
      }
      case Type.Date -> {
        out.start();
        out.addShort(0, ((ArrowType.Date) type).getUnit().getFlatbufID(), MILLISECOND);
      }
      case Type.Time -> {
        ArrowType.Time time = (ArrowType.Time) type;
        out.start();
        out.addShort(0, time.getUnit().getFlatbufID(), MILLISECOND);
        out.addInt(1, time.getBitWidth(), TIME_BITS);
      }
      case Type.Timestamp -> {
        ArrowType.Timestamp timestamp = (ArrowType.Timestamp) type;
        String zone = timestamp.getTimezone();
        int zonePlace = zone == null ? 0 : out.text(zone);
        out.start();
        out.addShort(0, timestamp.getUnit().getFlatbufID(), 0);
        if (zone != null) {
          out.addPlace(1, zonePlace);
        }
      }
      case Type.Interval -> {
        out.start();
        out.addShort(0, ((ArrowType.Interval) type).getUnit().getFlatbufID(), 0);
      }
      case Type.Duration -> {
        out.start();
        out.addShort(0, ((ArrowType.Duration) type).getUnit().getFlatbufID(), MILLISECOND);
      }
      case Type.FixedSizeBinary -> {
        out.start();
        out.addInt(0, ((ArrowType.FixedSizeBinary) type).getByteWidth(), 0);
      }
      case Type.FixedSizeList -> {
        out.start();
        out.addInt(0, ((ArrowType.FixedSizeList) type).getListSize(), 0);
      }
      case Type.Map -> {
        out.start();
        out.addByte(0, ((ArrowType.Map) type).getKeysSorted() ? 1 : 0);
      }
      case Type.Union -> {
        ArrowType.Union union = (ArrowType.Union) type;
        int[] ids = union.getTypeIds();
        int idsPlace = ids == null ? 0 : out.ints(ids);
        out.start();
        out.addShort(0, union.getMode().getFlatbufID(), 0);
        if (ids != null) {
          out.addPlace(1, idsPlace);
        }
      }
      default -> throw new IllegalArgumentException("Type " + type + " is not known");
    }
    return out.end();
  }
}
