package io.vgi.rpc;

import org.jspecify.annotations.Nullable;

/**
 * The one exception of the API: a kind and a sentence that SQL users can act on.
 *
 * <p>The client shows the message; the stack trace and the cause go to the worker's log only.
 */
public class VgiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What sort of failure it is. */
  public enum Kind {
    /** The caller gave something that cannot be used. */
    INVALID_ARGUMENT("ValueError", "INVALID_ARGUMENT"),
    /** The named thing does not exist. */
    NOT_FOUND("LookupError", "NOT_FOUND"),
    /** The worker does not do this. */
    UNSUPPORTED("NotImplementedError", "UNIMPLEMENTED"),
    /** The caller may not do this. */
    PERMISSION_DENIED("PermissionError", "PERMISSION_DENIED"),
    /** Something the worker depends on is not there; trying again may help. */
    UNAVAILABLE("ConnectionError", "UNAVAILABLE"),
    /** A fault of the worker. */
    INTERNAL("RuntimeError", "INTERNAL");

    private final String typeName;
    private final String code;

    Kind(String typeName, String code) {
      this.typeName = typeName;
      this.code = code;
    }

    /** The exception type that goes over the wire. */
    public String typeName() {
      return typeName;
    }

    /** The error code that goes over the wire. */
    public String code() {
      return code;
    }
  }

  private final Kind kind;

  /** Creates an exception whose message is shown to SQL users. */
  public VgiException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What sort of failure it is. */
  public Kind kind() {
    return kind;
  }

  /** The caller gave something that cannot be used. */
  public static VgiException invalidArgument(String message) {
    return new VgiException(Kind.INVALID_ARGUMENT, message, null);
  }

  /** The named thing does not exist. */
  public static VgiException notFound(String message) {
    return new VgiException(Kind.NOT_FOUND, message, null);
  }

  /** The worker does not do this. */
  public static VgiException unsupported(String message) {
    return new VgiException(Kind.UNSUPPORTED, message, null);
  }

  /** The caller may not do this. */
  public static VgiException permissionDenied(String message) {
    return new VgiException(Kind.PERMISSION_DENIED, message, null);
  }

  /** Something the worker depends on is not there. */
  public static VgiException unavailable(String message) {
    return new VgiException(Kind.UNAVAILABLE, message, null);
  }

  /** A fault of the worker. */
  public static VgiException internal(String message, @Nullable Throwable cause) {
    return new VgiException(Kind.INTERNAL, message, cause);
  }
}
