package io.vgi.rpc;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of the API: a kind and a sentence that SQL users can act on.
 *
 * <p>The client shows the message as it is, while those of other exceptions are preceded by the
 * name of the function; the stack trace and the cause go to the worker's log only. For clients that
 * are programs, {@link #withReason} and {@link #withDetails} say more.
 */
public class VgiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What sort of failure it is; the canonical error codes of gRPC. */
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
    INTERNAL("RuntimeError", "INTERNAL"),
    /** Nobody knows what sort of failure it is. */
    UNKNOWN("RuntimeError", "UNKNOWN"),
    /** Who calls did not say who it is, or not credibly. */
    UNAUTHENTICATED("PermissionError", "UNAUTHENTICATED"),
    /** The thing that was to be created exists. */
    ALREADY_EXISTS("RuntimeError", "ALREADY_EXISTS"),
    /** What the call relies on is not so; trying again does not help before it is. */
    FAILED_PRECONDITION("RuntimeError", "FAILED_PRECONDITION"),
    /** Something went past its end. */
    OUT_OF_RANGE("ValueError", "OUT_OF_RANGE"),
    /** A limit was reached. */
    RESOURCE_EXHAUSTED("RuntimeError", "RESOURCE_EXHAUSTED"),
    /** Another call was in the way; the whole piece of work may be tried again. */
    ABORTED("RuntimeError", "ABORTED"),
    /** The caller gave up. */
    CANCELLED("RuntimeError", "CANCELLED"),
    /** It took too long. */
    DEADLINE_EXCEEDED("TimeoutError", "DEADLINE_EXCEEDED"),
    /** Data is lost or damaged. */
    DATA_LOSS("RuntimeError", "DATA_LOSS");

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
  private final @Nullable String reason;
  private final transient List<ErrorDetail> details;

  /** Creates an exception whose message is shown to SQL users. */
  public VgiException(Kind kind, String message, @Nullable Throwable cause) {
    this(kind, message, cause, null, List.of());
  }

  /** Creates an exception with a reason and details. */
  protected VgiException(
      Kind kind,
      String message,
      @Nullable Throwable cause,
      @Nullable String reason,
      List<ErrorDetail> details) {
    super(message, cause);
    this.kind = kind;
    this.reason = reason;
    this.details = List.copyOf(details);
    Set<String> types = new HashSet<>();
    for (ErrorDetail detail : this.details) {
      if (!types.add(detail.type())) {
        throw new IllegalArgumentException(
            "An error carries each type of detail once, not '" + detail.type() + "' again");
      }
    }
  }

  /**
   * The same failure, with a word that clients may branch on.
   *
   * @param word stable and unique within the protocol, such as {@code index_rebuild}
   */
  public VgiException withReason(String word) {
    if (word.isBlank()) {
      throw new IllegalArgumentException("The reason of an error must not be empty");
    }
    return copy(word, details);
  }

  /** The same failure, with these details in place of those it had; each type at most once. */
  public VgiException withDetails(ErrorDetail... given) {
    return copy(reason, List.of(given));
  }

  private VgiException copy(@Nullable String word, List<ErrorDetail> given) {
    VgiException copy =
        new VgiException(kind, String.valueOf(getMessage()), getCause(), word, given);
    copy.setStackTrace(getStackTrace());
    return copy;
  }

  /** What sort of failure it is. */
  public Kind kind() {
    return kind;
  }

  /** The word that clients may branch on, or null. */
  public @Nullable String reason() {
    return reason;
  }

  /** What programs can read off it. */
  public List<ErrorDetail> details() {
    return details;
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
