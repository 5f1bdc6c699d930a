package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.WireSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The dictionaries received on one stream, by id. */
final class Dictionaries implements AutoCloseable {
  private final Map<Long, FieldVector> values = new HashMap<>();

  /** The field whose dictionary has {@code id}, or null. */
  static @Nullable Field fieldOf(long id, List<Field> fields) {
    for (Field field : fields) {
      DictionaryEncoding encoding = field.getDictionary();
      if (encoding != null && encoding.getId() == id) {
        return field;
      }
      Field nested = fieldOf(id, field.getChildren());
      if (nested != null) {
        return nested;
      }
    }
    return null;
  }

  /** The schema of the dictionary batches of {@code field}. */
  static WireSchema valueSchema(Field field) {
    Field plain = WireSchema.plain(field);
    return WireSchema.of(
        new Field(
            plain.getName(),
            new org.apache.arrow.vector.types.pojo.FieldType(
                true, plain.getType(), null, plain.getMetadata()),
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
      int offset = before.getValueCount();
      for (int i = 0; i < dictionary.getValueCount(); i++) {
        before.copyFromSafe(i, offset + i, dictionary);
      }
      before.setValueCount(offset + dictionary.getValueCount());
    }
  }

  /** Fills {@code into} with the values that {@code indexes} name. */
  void decode(Field wire, FieldVector indexes, FieldVector into, long mostBytes) {
    FieldVector dictionary = values.get(wire.getDictionary().getId());
    int count = indexes.getValueCount();
    if (dictionary == null) {
      if (indexes.getNullCount() != count) {
        throw new InvalidBatchException(
            "Column '" + wire.getName() + "' came before its dictionary");
      }
      into.setInitialCapacity(count);
      into.allocateNew();
      into.setValueCount(count);
      return;
    }
    int size = dictionary.getValueCount();
    long bytes = 0;
    for (int row = 0; row < count; row++) {
      if (!indexes.isNull(row)) {
        long index = ((BaseIntVector) indexes).getValueAsLong(row);
        if (index < 0 || index >= size) {
          throw new InvalidBatchException(
              "Column '"
                  + wire.getName()
                  + "' names entry "
                  + index
                  + " of a dictionary of "
                  + size);
        }
        if (dictionary instanceof BaseVariableWidthVector text && !text.isNull((int) index)) {
          bytes += text.getValueLength((int) index);
        }
      }
    }
    if (bytes > mostBytes) {
      throw new InvalidBatchException(
          "Column '" + wire.getName() + "' decodes to more than " + mostBytes + " bytes");
    }
    into.setInitialCapacity(count);
    into.allocateNew();
    for (int row = 0; row < count; row++) {
      if (!indexes.isNull(row)) {
        into.copyFromSafe((int) ((BaseIntVector) indexes).getValueAsLong(row), row, dictionary);
      }
    }
    into.setValueCount(count);
  }

  @Override
  public void close() {
    for (FieldVector dictionary : values.values()) {
      dictionary.close();
    }
    values.clear();
  }
}
