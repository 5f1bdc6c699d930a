package io.vgi.internal.dispatch;

import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.CopyClause;
import io.vgi.internal.call.Binding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The path that a COPY TO statement names, behind the id of its bind. Where there is a file when
 * the statement is planned, DuckDB has another one written and renames that: what is bound for it
 * would not know which file it replaces.
 */
final class CopyPath {
  private static final int ID_BYTES = 16;

  private CopyPath() {}

  /** {@code id}, with the path behind it if {@code binding} is of a COPY TO. */
  static byte[] named(byte[] id, Binding binding) {
    CopyClause copy = binding.parameters().request().copy();
    if (copy == null || copy.isFrom()) {
      return id;
    }
    byte[] path = copy.statement().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(ID_BYTES + path.length).put(id).put(path).array();
  }

  /** {@code request} with the path that was bound first, under {@code id}. */
  static BindRequest restored(BindRequest request, byte @Nullable [] id) {
    CopyClause copy = request.copy();
    return copy == null || copy.isFrom() || id == null || id.length <= ID_BYTES
        ? request
        : request.withStatement(
            new String(id, ID_BYTES, id.length - ID_BYTES, StandardCharsets.UTF_8));
  }
}
