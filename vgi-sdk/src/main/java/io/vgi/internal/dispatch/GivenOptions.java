package io.vgi.internal.dispatch;

import io.vgi.internal.bind.Natural;
import io.vgi.param.AttachOption;
import io.vgi.param.AttachOptions;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The options of one attach. Immutable. */
final class GivenOptions implements AttachOptions {
  private final String catalog;
  private final List<AttachOption<?>> declared;
  private final Map<String, Object> values = new HashMap<>();

  /** Reads {@code row}, an Arrow stream; empty when no options are given. */
  GivenOptions(
      String catalog, List<AttachOption<?>> declared, byte[] row, BufferAllocator allocator) {
    this.catalog = catalog;
    this.declared = declared;
    try (WireBatch batch = row.length == 0 ? null : IpcBytes.readBatch(row, allocator)) {
      for (int i = 0; batch != null && batch.rows() == 1 && i < batch.columns().size(); i++) {
        Field field = batch.schema().decoded().field(i);
        Object value = Natural.read(batch.column(i), field, 0);
        if (value != null) {
          values.put(field.getName().toLowerCase(Locale.ROOT), value);
        }
      }
    }
  }

  /** Refuses an attach that lacks what it must have. */
  GivenOptions checked() {
    for (AttachOption<?> option : declared) {
      if (find(option) == null && option.isRequired()) {
        throw VgiException.invalidArgument(
            "Catalog '"
                + catalog
                + "' cannot be attached without the required option '"
                + option.name()
                + "'.");
      }
    }
    return this;
  }

  @Override
  public <T> @Nullable T find(AttachOption<T> option) {
    if (!declared.contains(option)) {
      throw new IllegalArgumentException(
          "Catalog '" + catalog + "' does not declare the ATTACH option '" + option.name() + "'");
    }
    Object value = values.get(option.name().toLowerCase(Locale.ROOT));
    if (value == null) {
      return option.fallback();
    }
    String what = "ATTACH option '" + option.name() + "'";
    return option.isSecret()
        ? Natural.asSecret(value, option.java(), what)
        : Natural.as(value, option.java(), what);
  }
}
