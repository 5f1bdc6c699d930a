package io.vgi.internal.bind;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What a COPY statement says.
 *
 * @param format the format's name, without that of the catalog
 * @param path where rows come from or go to
 * @param expected the columns of the table that is filled; null when rows are written
 */
public record CopyClause(String format, String path, @Nullable WireSchema expected) {
  private static final String FROM = "copy_from";
  private static final String TO = "copy_to";

  /** Whether rows are read. */
  public boolean isFrom() {
    return expected != null;
  }

  static @Nullable CopyClause read(WireRecord bind, BufferAllocator allocator) {
    Map<String, Object> from = bind.has(FROM) ? bind.struct(FROM) : null;
    Map<String, Object> to = bind.has(TO) ? bind.struct(TO) : null;
    if (from != null && to != null) {
      throw VgiException.invalidArgument("A COPY statement reads or writes, not both");
    } else if (to != null) {
      return new CopyClause(text(to, "format"), text(to, "file_path"), null);
    } else if (from == null) {
      return null;
    } else if (!(from.get("expected_schema") instanceof byte[] bytes)) {
      throw VgiException.invalidArgument("copy_from has no expected_schema");
    } else {
      WireSchema expected = IpcBytes.readSchema(bytes, allocator);
      return new CopyClause(text(from, "format"), text(from, "file_path"), expected);
    }
  }

  private static String text(Map<String, Object> values, String field) {
    if (values.get(field) instanceof String text) {
      return text;
    }
    throw VgiException.invalidArgument("A COPY statement has no " + field);
  }
}
