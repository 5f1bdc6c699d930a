package io.vgi.rpc.internal.codec;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.RowColumn;
import io.vgi.rpc.internal.ipc.RowColumns;
import io.vgi.rpc.internal.ipc.RowStream;
import io.vgi.rpc.internal.memory.HeapMemory;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.jspecify.annotations.Nullable;

/**
 * The named values of one record. Reading is lenient by name (unknown fields are kept, absent ones
 * read as null); writing follows a schema exactly. One thread at a time.
 */
public final class WireRecord {
  /** Written as null even where the schema declares that there is none. */
  public static final Object NULL = new Object();

  private final String name;
  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

  private WireRecord(String name) {
    this.name = name;
  }

  /** Starts an empty record; {@code name} is for messages. */
  public static WireRecord named(String name) {
    return new WireRecord(name);
  }

  /**
   * Reads the single row of {@code batch}, which stays the caller's.
   *
   * @throws MemoryLimitException if its values take more of the heap than the call can have
   */
  public static WireRecord read(String name, WireBatch batch) {
    if (batch.rows() != 1) {
      throw VgiException.invalidArgument(
          "Record " + name + " must have one row, it has " + batch.rows());
    }
    WireRecord record = new WireRecord(name);
    if (batch.columns() instanceof RowColumns row) {
      HeapMemory heap = row.heap();
      for (int i = 0; i < row.size(); i++) {
        record.put(row.column(i), heap);
      }
      return record;
    }
    for (int i = 0; i < batch.columns().size(); i++) {
      FieldVector column = batch.column(i);
      Object value =
          column instanceof NullVector // which has no allocator
              ? null
              : Cells.read(column, 0, HeapMemory.of(column.getAllocator()));
      record.values.put(batch.schema().field(i).getName(), value);
    }
    return record;
  }

  /** Reads a record from a nested stream. */
  public static WireRecord read(String name, byte[] stream, BufferAllocator allocator) {
    HeapMemory heap = HeapMemory.of(allocator);
    List<RowColumn> row = RowStream.columns(stream, heap);
    if (row != null) {
      WireRecord record = new WireRecord(name);
      for (RowColumn column : row) {
        record.put(column, heap);
      }
      return record;
    }
    try (WireBatch batch = IpcBytes.readBatch(stream, allocator)) {
      if (batch == null) {
        throw VgiException.invalidArgument("Record " + name + " is empty");
      }
      return read(name, batch);
    }
  }

  private void put(RowColumn column, HeapMemory heap) {
    values.put(column.name(), column.value(0, heap));
  }

  /** The record's name. */
  public String name() {
    return name;
  }

  /**
   * Sets a field: text, bytes, Boolean, number (also for dates and times, in their unit),
   * BigDecimal, List, Map (structs and maps) or null.
   */
  public WireRecord set(String field, @Nullable Object value) {
    values.put(field, value);
    return this;
  }

  /** Whether the field is there, even as null. */
  public boolean has(String field) {
    return values.containsKey(field);
  }

  /** The values, by field name; structs inside are maps. */
  public Map<String, @Nullable Object> values() {
    return values;
  }

  /** The text in {@code field}, or null. */
  public @Nullable String text(String field) {
    return get(field, String.class);
  }

  /** The bytes in {@code field}, or null. */
  public byte @Nullable [] bytes(String field) {
    return get(field, byte[].class);
  }

  /** The number in {@code field}, or null. */
  public @Nullable Long number(String field) {
    return get(field, Long.class);
  }

  /** The floating-point number in {@code field}, or null. */
  public @Nullable Double real(String field) {
    return get(field, Double.class);
  }

  /** The flag in {@code field}; absent and null are false. */
  public boolean flag(String field) {
    Boolean value = get(field, Boolean.class);
    return value != null && value;
  }

  /** The list in {@code field}, or null. */
  @SuppressWarnings("unchecked") // elements are checked where they are used
  public <T> @Nullable List<T> list(String field) {
    return (List<T>) get(field, List.class);
  }

  /** The struct or map in {@code field}, or null. */
  @SuppressWarnings("unchecked") // struct members are checked where they are used
  public @Nullable Map<String, Object> struct(String field) {
    return (Map<String, Object>) get(field, Map.class);
  }

  /** The text in {@code field}, which must be there. */
  public String needText(String field) {
    return need(field, text(field));
  }

  /** The bytes in {@code field}, which must be there. */
  public byte[] needBytes(String field) {
    return need(field, bytes(field));
  }

  /** The number in {@code field}, which must be there. */
  public long needNumber(String field) {
    return need(field, number(field));
  }

  private <T> T need(String field, @Nullable T value) {
    if (value == null) {
      throw VgiException.invalidArgument("Record " + name + " has no value for '" + field + "'");
    }
    return value;
  }

  private <T> @Nullable T get(String field, Class<T> type) {
    Object value = values.get(field);
    if (value != null && !type.isInstance(value)) {
      throw VgiException.invalidArgument(
          "Field '" + field + "' of record " + name + " has the wrong type");
    }
    return type.cast(value);
  }

  /** Writes exactly {@code format}: fields it lacks are dropped, fields not set are empty. */
  public WireBatch toBatch(RecordFormat format, BufferAllocator allocator) {
    return toBatch(List.of(this), format, allocator);
  }

  /** As above, in a schema that few records are written in. */
  public WireBatch toBatch(WireSchema schema, BufferAllocator allocator) {
    return toBatch(RecordFormat.of(schema), allocator);
  }

  /**
   * Writes a row for each of {@code records} in exactly {@code format}. Bytes among the values must
   * stay as they are until the batch is sent or closed.
   */
  public static WireBatch toBatch(
      List<WireRecord> records, RecordFormat format, BufferAllocator allocator) {
    return WireBatch.of(
        format.schema(), RecordWriter.write(records, format, allocator), records.size());
  }

  /** As above, in a schema that few records are written in. */
  public static WireBatch toBatch(
      List<WireRecord> records, WireSchema schema, BufferAllocator allocator) {
    return toBatch(records, RecordFormat.of(schema), allocator);
  }

  /** Writes exactly {@code format} as a nested stream. */
  public byte[] toBytes(RecordFormat format, BufferAllocator allocator) {
    try (WireBatch batch = toBatch(format, allocator)) {
      return IpcBytes.ofBatch(batch, allocator);
    }
  }

  /** As above, in a schema that few records are written in. */
  public byte[] toBytes(WireSchema schema, BufferAllocator allocator) {
    return toBytes(RecordFormat.of(schema), allocator);
  }
}
