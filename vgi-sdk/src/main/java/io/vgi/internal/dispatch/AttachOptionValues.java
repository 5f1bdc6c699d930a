package io.vgi.internal.dispatch;

import io.vgi.internal.bind.Keys;
import io.vgi.internal.value.HeapSize;
import io.vgi.internal.value.JavaValues;
import io.vgi.param.AttachOption;
import io.vgi.param.AttachOptions;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The options of one attach, read once: functions may ask for them per row. Immutable. */
final class AttachOptionValues implements AttachOptions {
  private final String catalog;
  private final AttachOption<?>[] declared;
  private final @Nullable Object[] values;

  /** Reads {@code row}, an Arrow stream; empty when no options are given. */
  AttachOptionValues(
      String catalog, List<AttachOption<?>> declared, byte[] row, BufferAllocator allocator) {
    this.catalog = catalog;
    this.declared = declared.toArray(new AttachOption<?>[0]);
    this.values = new Object[this.declared.length];
    Map<String, Object> given = read(row, allocator);
    for (int i = 0; i < values.length; i++) {
      AttachOption<?> option = this.declared[i];
      values[i] = value(option, given.get(option.name().toLowerCase(Locale.ROOT)));
    }
  }

  private static Map<String, Object> read(byte[] row, BufferAllocator allocator) {
    Map<String, Object> given = new HashMap<>();
    try (WireBatch batch = row.length == 0 ? null : IpcBytes.readBatch(row, allocator)) {
      if (batch == null || batch.rows() != 1) {
        return given;
      }
      HeapSize.take(batch, allocator);
      for (int i = 0; i < batch.columns().size(); i++) {
        Field field = batch.schema().decoded().field(i);
        Object value = ValueCodec.natural(SqlType.of(field)).get(batch.column(i), 0);
        if (value != null) {
          given.put(field.getName().toLowerCase(Locale.ROOT), value);
        }
      }
    }
    return given;
  }

  private static <T> @Nullable T value(AttachOption<T> option, @Nullable Object given) {
    if (given == null) {
      return option.fallback();
    }
    return Keys.read(option, given, "ATTACH option '" + option.name() + "'", option.isSecret());
  }

  /** Refuses an attach that lacks what it must have. */
  AttachOptionValues checked() {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null && declared[i].isRequired()) {
        throw VgiException.invalidArgument(
            "Catalog '"
                + catalog
                + "' cannot be attached without the required option '"
                + declared[i].name()
                + "'.");
      }
    }
    return this;
  }

  @Override
  @SuppressWarnings("unchecked") // each value was made for its own option
  public <T> @Nullable T find(AttachOption<T> option) {
    for (int i = 0; i < values.length; i++) {
      if (Keys.isSame(declared[i], option)) {
        return JavaValues.shared((T) values[i]);
      }
    }
    throw undeclared(catalog, option);
  }

  /** Code asks for an option that is none of its catalog's. */
  static IllegalArgumentException undeclared(String catalog, AttachOption<?> option) {
    return new IllegalArgumentException(
        "Catalog '" + catalog + "' does not declare the ATTACH option '" + option.name() + "'");
  }
}
