package io.vgi.testing;

import io.vgi.rpc.client.RpcError;
import io.vgi.rpc.internal.wire.MetadataKeys;
import org.jspecify.annotations.Nullable;

/** A query failed; the message is the sentence that the SQL user is shown. */
public final class QueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final String code;

  QueryException(String type, String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.type = type;
    this.code = code;
  }

  static QueryException of(RpcError error) {
    String text = String.valueOf(error.getMessage());
    int end = text.indexOf(": ");
    String code = error.metadata().text(MetadataKeys.ERROR_CODE);
    return new QueryException(
        end < 0 ? "" : text.substring(0, end),
        code == null ? "UNKNOWN" : code,
        text.substring(end < 0 ? 0 : end + 2),
        error);
  }

  /** What DuckDB itself refuses before it asks the worker, or in an answer of it. */
  static QueryException ofEngine(String message) {
    return new QueryException("", "FAILED_PRECONDITION", message, null);
  }

  /** The type that DuckDB shows ahead of the sentence, such as {@code ValueError}; may be empty. */
  public String type() {
    return type;
  }

  /** The code of gRPC that the worker gave it, such as {@code INVALID_ARGUMENT}. */
  public String code() {
    return code;
  }
}
