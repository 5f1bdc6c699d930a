package io.vgi.rpc.internal.codec;

import io.vgi.rpc.internal.codec.RecordFormat.Column;
import io.vgi.rpc.internal.codec.RecordFormat.Layout;
import io.vgi.rpc.internal.ipc.EncodedColumns;
import io.vgi.rpc.internal.ipc.RowBody;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.jspecify.annotations.Nullable;

/** Lays the values of records out as Arrow has them, without vectors. One thread at a time. */
final class RecordWriter {
  private final RowBody body;
  private final Map<Long, Entries> dictionaries = new LinkedHashMap<>();

  private RecordWriter(RecordFormat format) {
    this.body = new RowBody(format.nodes(), 3 * format.nodes());
  }

  /** The distinct values of a dictionary, in the order in which they came. */
  private record Entries(Column column, Map<Object, Long> places, List<Object> values) {}

  /** Lays {@code records} out, a row for each. */
  static EncodedColumns write(
      List<WireRecord> records, RecordFormat format, BufferAllocator allocator) {
    RecordWriter writer = new RecordWriter(format);
    for (Column column : format.columns()) {
      @Nullable Object[] values = new @Nullable Object[records.size()];
      for (int row = 0; row < values.length; row++) {
        values[row] = records.get(row).values().get(column.name());
      }
      writer.column(column, values);
    }
    return new EncodedColumns(
        format.schema(),
        format.schemaMessage(),
        format.message(),
        writer.written(),
        writer.body,
        records.size(),
        allocator);
  }

  private List<EncodedColumns.Dictionary> written() {
    if (dictionaries.isEmpty()) {
      return List.of();
    }
    List<EncodedColumns.Dictionary> written = new ArrayList<>(dictionaries.size());
    for (Map.Entry<Long, Entries> dictionary : dictionaries.entrySet()) {
      Entries entries = dictionary.getValue();
      Object[] values = entries.values().toArray();
      RowBody own = new RowBody(1, 3);
      plain(own, entries.column(), values);
      written.add(new EncodedColumns.Dictionary(dictionary.getKey(), own, values.length));
    }
    return written;
  }

  /** Writes a column; what it is not given is empty where it cannot be NULL. */
  private void column(Column column, @Nullable Object[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null && !column.nullable()) {
        values[i] = empty(column);
      }
      if (values[i] == WireRecord.NULL) {
        values[i] = null;
      }
    }
    DictionaryEncoding encoding = column.dictionary();
    if (encoding != null) {
      plain(body, column.indexes(encoding), indexes(column, encoding, values));
      return;
    }
    switch (column.layout()) {
      case LIST -> list(column, values);
      case MAP -> map(column, values);
      case STRUCT -> {
        body.node(values, values.length);
        for (Column child : column.children()) {
          members(child, values);
        }
      }
      default -> plain(body, column, values);
    }
  }

  /** What a struct that is NULL has in it is NULL as well. */
  private void members(Column child, @Nullable Object[] structs) {
    @Nullable Object[] members = new @Nullable Object[structs.length];
    for (int i = 0; i < members.length; i++) {
      members[i] =
          structs[i] == null ? WireRecord.NULL : ((Map<?, ?>) structs[i]).get(child.name());
    }
    column(child, members);
  }

  private void list(Column column, @Nullable Object[] values) {
    body.node(values, values.length);
    @Nullable Object[] items = new @Nullable Object[offsets(values)];
    int at = 0;
    for (Object value : values) {
      if (value != null) {
        for (Object item : (List<?>) value) {
          items[at++] = item;
        }
      }
    }
    column(column.children()[0], items);
  }

  private void map(Column column, @Nullable Object[] values) {
    body.node(values, values.length);
    @Nullable Object[] entries = new @Nullable Object[offsets(values)];
    @Nullable Object[] keys = new @Nullable Object[entries.length];
    @Nullable Object[] mapped = new @Nullable Object[entries.length];
    int at = 0;
    for (Object value : values) {
      if (value != null) {
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          entries[at] = entry;
          keys[at] = entry.getKey();
          mapped[at++] = entry.getValue();
        }
      }
    }
    body.node(entries, entries.length);
    column(column.children()[0].children()[0], keys);
    column(column.children()[0].children()[1], mapped);
  }

  /** Writes where lists or maps begin and end, and returns how many elements all of them have. */
  private int offsets(@Nullable Object[] values) {
    body.begin();
    body.putNumber(0, Integer.BYTES);
    long total = 0;
    for (Object value : values) {
      if (value != null) {
        total += value instanceof List<?> list ? list.size() : ((Map<?, ?>) value).size();
      }
      body.putNumber(fitting(total), Integer.BYTES);
    }
    body.end();
    return fitting(total);
  }

  private static int fitting(long total) {
    if (total > Integer.MAX_VALUE) {
      throw RowBody.tooLong();
    }
    return (int) total;
  }

  private @Nullable Object[] indexes(
      Column column, DictionaryEncoding encoding, @Nullable Object[] values) {
    Entries entries = dictionaries.get(encoding.getId());
    if (entries == null) {
      entries = new Entries(column.entries(), new LinkedHashMap<>(), new ArrayList<>());
      dictionaries.put(encoding.getId(), entries);
    }
    int bits = encoding.getIndexType().getBitWidth();
    long most = (1L << (bits - (encoding.getIndexType().getIsSigned() ? 1 : 0))) - 1;
    @Nullable Object[] indexes = new @Nullable Object[values.length];
    for (int i = 0; i < indexes.length; i++) {
      if (values[i] != null) {
        // arrays compare by identity
        Object key = values[i] instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : values[i];
        Long place = entries.places().get(key);
        if (place == null) {
          place = (long) entries.values().size();
          if (bits < 64 && place > most) {
            throw new IllegalArgumentException(
                "Column '"
                    + column.name()
                    + "' has more than "
                    + (most + 1)
                    + " distinct values, too many for its ENUM index type");
          }
          entries.places().put(key, place);
          entries.values().add(values[i]);
        }
        indexes[i] = place;
      }
    }
    return indexes;
  }

  /** Writes a column without others in it. */
  private static void plain(RowBody to, Column column, @Nullable Object[] values) {
    if (column.layout() == Layout.NULL) {
      to.nulls(values.length);
      return;
    }
    to.node(values, values.length);
    if (column.layout() == Layout.TEXT || column.layout() == Layout.BYTES) {
      divided(to, column, values);
      return;
    }
    to.begin();
    if (column.layout() == Layout.BOOL) {
      to.bits(values, values.length, false);
    } else {
      for (Object value : values) {
        if (value == null) {
          to.putZeros(column.width());
        } else {
          fixed(to, column, value);
        }
      }
    }
    to.end();
  }

  /** Writes texts or bytes: the offsets that divide them, then all of them. */
  private static void divided(RowBody to, Column column, @Nullable Object[] values) {
    byte[] @Nullable [] parts = new byte[values.length] @Nullable [];
    to.begin();
    to.putNumber(0, column.width());
    long total = 0;
    for (int i = 0; i < parts.length; i++) {
      if (values[i] != null) {
        parts[i] =
            column.layout() == Layout.TEXT
                ? ((String) values[i]).getBytes(StandardCharsets.UTF_8)
                : (byte[]) values[i];
        total += parts[i].length;
      }
      to.putNumber(fitting(total), column.width());
    }
    to.end();
    to.begin();
    for (byte @Nullable [] part : parts) {
      if (part != null) {
        to.put(part);
      }
    }
    to.end();
  }

  private static void fixed(RowBody to, Column column, Object value) {
    switch (column.layout()) {
      case FLOAT ->
          to.putNumber(Float.floatToRawIntBits(((Number) value).floatValue()), Float.BYTES);
      case DOUBLE ->
          to.putNumber(Double.doubleToRawLongBits(((Number) value).doubleValue()), Double.BYTES);
      case DECIMAL -> decimal(to, column, (BigDecimal) value);
      case FIXED_BYTES -> {
        byte[] bytes = (byte[]) value;
        if (bytes.length != column.width()) {
          throw new IllegalArgumentException(
              "Record field '"
                  + column.name()
                  + "' takes "
                  + column.width()
                  + " bytes, not "
                  + bytes.length);
        }
        to.put(bytes);
      }
      default -> to.putNumber(((Number) value).longValue(), column.width());
    }
  }

  private static void decimal(RowBody to, Column column, BigDecimal value) {
    ArrowType.Decimal type = (ArrowType.Decimal) column.field().getType();
    if (value.scale() != type.getScale() || value.precision() > type.getPrecision()) {
      throw new IllegalArgumentException(
          "Record field '" + column.name() + "' is of the type " + type + ", not so " + value);
    }
    byte[] digits = value.unscaledValue().toByteArray();
    for (int i = 0; i < column.width(); i++) {
      int at = digits.length - 1 - i;
      to.putNumber(at >= 0 ? digits[at] : value.signum() < 0 ? -1 : 0, 1);
    }
  }

  private static Object empty(Column column) {
    if (column.dictionary() == null) {
      switch (column.layout()) {
        case TEXT -> {
          return "";
        }
        case BOOL -> {
          return false;
        }
        case INT -> {
          return 0L;
        }
        case LIST -> {
          return List.of();
        }
        case MAP, STRUCT -> {
          return Map.of();
        }
        default -> {}
      }
    }
    throw new IllegalArgumentException("Record field '" + column.name() + "' must be given");
  }
}
