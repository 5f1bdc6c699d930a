package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.WireSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** The dictionaries received on one stream, by id. */
final class Dictionaries implements AutoCloseable {
  private final Map<Long, Layout> layouts = new HashMap<>();
  private final Map<Long, FieldVector> values = new HashMap<>();
  private final long mostBytes;

  /** Prepares for the dictionaries of {@code columns}, of {@code mostBytes} each at most. */
  Dictionaries(List<Layout> columns, long mostBytes) {
    this.mostBytes = mostBytes;
    collect(columns);
  }

  private void collect(List<Layout> from) {
    for (Layout layout : from) {
      Field field = layout.field();
      if (field.getDictionary() == null) {
        collect(layout.children());
        continue;
      }
      // a list or struct as an entry lets one index stand for any amount of memory
      if (field.getType().isComplex() || field.getType() instanceof ArrowType.Null) {
        throw new InvalidBatchException(
            "Column '"
                + field.getName()
                + "' is dictionary-encoded with values of type "
                + field.getType()
                + ", which is not supported");
      }
      Layout other = layouts.put(field.getDictionary().getId(), layout);
      if (other != null
          && (other.form() != layout.form() || !other.field().getType().equals(field.getType()))) {
        throw new InvalidBatchException(
            "Columns '"
                + other.field().getName()
                + "' and '"
                + field.getName()
                + "' share a dictionary but differ in type");
      }
    }
  }

  /** The layout of the batches of dictionary {@code id}. */
  Layout layoutOf(long id) {
    Layout layout = layouts.get(id);
    if (layout == null) {
      throw new InvalidBatchException("No column has the dictionary " + id);
    }
    return layout.ofEntries();
  }

  /** The schema of the dictionary batches of {@code field}. */
  static WireSchema valueSchema(Field field) {
    Field plain = WireSchema.plain(field);
    return WireSchema.of(
        new Field(
            plain.getName(),
            new FieldType(true, plain.getType(), null, plain.getMetadata()),
            plain.getChildren()));
  }

  /** Takes ownership of {@code dictionary}; a delta is appended to what is there. */
  void put(long id, FieldVector dictionary, boolean delta) {
    FieldVector before = values.get(id);
    if (!delta || before == null) {
      values.put(id, dictionary);
      if (before != null) {
        before.close();
      }
      return;
    }
    try (dictionary) {
      if ((long) before.getBufferSize() + dictionary.getBufferSize() > mostBytes) {
        throw new InvalidBatchException(
            "Dictionary " + id + " grows beyond " + mostBytes + " bytes");
      }
      int offset = before.getValueCount();
      for (int i = 0; i < dictionary.getValueCount(); i++) {
        before.copyFromSafe(i, offset + i, dictionary);
      }
      before.setValueCount(offset + dictionary.getValueCount());
    }
  }

  /**
   * Fills {@code into} with the values that {@code indexes} name and returns the memory it took,
   * which is checked against {@code spareBytes} before any is taken.
   */
  long decode(Field wire, FieldVector indexes, FieldVector into, long spareBytes) {
    FieldVector dictionary = values.get(wire.getDictionary().getId());
    int count = indexes.getValueCount();
    if (dictionary == null && indexes.getNullCount() != count) {
      throw new InvalidBatchException("Column '" + wire.getName() + "' came before its dictionary");
    }
    long text = dictionary == null ? 0 : textBytes(wire, indexes, dictionary);
    long total = text + (long) count * entryBytes(into);
    if (total > spareBytes) {
      throw new InvalidBatchException(
          "Column '" + wire.getName() + "' decodes to " + total + " bytes, which is too much");
    }
    if (into instanceof BaseVariableWidthVector texts) {
      texts.allocateNew(text, count);
    } else if (into instanceof BaseLargeVariableWidthVector texts) {
      texts.allocateNew(text, count);
    } else {
      ((BaseFixedWidthVector) into).allocateNew(count);
    }
    for (int row = 0; dictionary != null && row < count; row++) {
      if (!indexes.isNull(row)) {
        into.copyFromSafe((int) ((BaseIntVector) indexes).getValueAsLong(row), row, dictionary);
      }
    }
    into.setValueCount(count);
    return total;
  }

  /** Checks every index and adds up the texts they name. */
  private static long textBytes(Field wire, FieldVector indexes, FieldVector dictionary) {
    int size = dictionary.getValueCount();
    int count = indexes.getValueCount();
    long bytes = 0;
    for (int row = 0; row < count; row++) {
      if (indexes.isNull(row)) {
        continue;
      }
      long index = ((BaseIntVector) indexes).getValueAsLong(row);
      if (index < 0 || index >= size) {
        throw new InvalidBatchException(
            "Column '" + wire.getName() + "' names entry " + index + " of a dictionary of " + size);
      }
      if (dictionary instanceof BaseVariableWidthVector text && !text.isNull((int) index)) {
        bytes += text.getValueLength((int) index);
      } else if (dictionary instanceof BaseLargeVariableWidthVector text
          && !text.isNull((int) index)) {
        bytes += text.getValueLength((int) index);
      }
    }
    return bytes;
  }

  /** An entry's part of the validity, offset or value buffers, rounded up. */
  private static int entryBytes(FieldVector vector) {
    return vector instanceof BaseFixedWidthVector fixed ? fixed.getTypeWidth() + 1 : 9;
  }

  @Override
  public void close() {
    for (FieldVector dictionary : values.values()) {
      dictionary.close();
    }
    values.clear();
  }
}
