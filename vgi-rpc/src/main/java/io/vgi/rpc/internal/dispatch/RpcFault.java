package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.ErrorDetail;
import io.vgi.rpc.Revision;
import io.vgi.rpc.Service;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.wire.ProtocolName;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A refusal by the RPC layer itself, with the names that clients branch on. */
public final class RpcFault extends VgiException {
  private static final long serialVersionUID = 1L;

  private final String typeName;

  private RpcFault(
      Kind kind,
      String typeName,
      @Nullable String reason,
      List<ErrorDetail> details,
      String message) {
    super(kind, message, null, reason, details);
    this.typeName = typeName;
  }

  String typeName() {
    return typeName;
  }

  /** The request breaks a rule of the framing. */
  public static RpcFault malformedRequest(String message) {
    return invalid("ProtocolError", null, message);
  }

  /** The input ends in the middle, or is no Arrow stream. */
  public static RpcFault brokenInput(IOException lost) {
    return malformedRequest("The input cannot be read any more: " + lost.getMessage());
  }

  /** What a call hears whose worker does not wait for it. */
  public static VgiException stopped() {
    return VgiException.unavailable("The worker is being stopped; run the query again");
  }

  static RpcFault badVersion(String message) {
    return invalid("VersionError", null, message);
  }

  static RpcFault wrongParameters(String message) {
    return invalid("TypeError", null, message);
  }

  static RpcFault protocolNotSpecified(String message) {
    return invalid("ProtocolNotSpecifiedError", "protocol_not_specified", message);
  }

  /** The protocol is not hosted. */
  public static RpcFault protocolNotSupported(String message) {
    return unimplemented("ProtocolNotSupportedError", "protocol_not_supported", message);
  }

  /** The method exists nowhere, or this worker chose not to serve it. */
  public static RpcFault methodNotImplemented(String message) {
    return unimplemented("MethodNotImplementedError", "method_not_implemented", message);
  }

  /** An answer is larger than the client or the server allows. */
  public static RpcFault responseTooLarge(long bytes, long limit) {
    return new RpcFault(
        Kind.RESOURCE_EXHAUSTED,
        "ResponseTooLargeError",
        null,
        List.of(),
        "The response takes " + bytes + " bytes, max_response_bytes is " + limit);
  }

  /** An answer would store more bytes outside than the server allows. */
  public static RpcFault externalTooLarge(long bytes, long limit) {
    return new RpcFault(
        Kind.RESOURCE_EXHAUSTED,
        "ResponseTooLargeError",
        null,
        List.of(),
        "The response stores "
            + bytes
            + " bytes outside, max_externalized_response_bytes is "
            + limit);
  }

  /** Whether nothing is served under the name that was asked for. */
  public boolean isNotFound() {
    return kind() == Kind.UNSUPPORTED;
  }

  /** All versions that are served, the newest first. */
  private static String served(Service service) {
    StringBuilder versions = new StringBuilder();
    for (Revision revision : service.revisions()) {
      versions.append(versions.length() == 0 ? "" : ", ").append(revision.version());
    }
    return versions.toString();
  }

  static RpcFault versionMismatch(Service service, @Nullable String client) {
    String server = service.newest().version();
    String direction;
    if (client == null || !ProtocolName.isVersion(client)) {
      direction =
          client == null
              ? "client did not declare a protocol_version; update the client."
              : "client sent a malformed protocol_version; update the client.";
    } else {
      direction =
          older(client, server)
              ? "client is too old; update the DuckDB vgi extension."
              : "server is too old; update the worker.";
    }
    String shown =
        client == null ? "<not declared>" : ProtocolName.isVersion(client) ? client : "<malformed>";
    String message =
        "VGI client/worker protocol_version mismatch for protocol '"
            + service.protocol()
            + "'.\n"
            + "  Client: "
            + shown
            + "\n"
            + "  Server: "
            + served(service)
            + "\n"
            + "  Direction: "
            + direction;
    return new RpcFault(
        Kind.FAILED_PRECONDITION,
        "ProtocolVersionError",
        "protocol_version_mismatch",
        List.of(
            new ErrorDetail.PreconditionFailure("protocol_version", service.protocol(), direction)),
        message);
  }

  private static RpcFault invalid(String type, @Nullable String reason, String message) {
    return new RpcFault(Kind.INVALID_ARGUMENT, type, reason, List.of(), message);
  }

  private static RpcFault unimplemented(String type, String reason, String message) {
    return new RpcFault(Kind.UNSUPPORTED, type, reason, List.of(), message);
  }

  private static boolean older(String left, String right) {
    int[] a = majorMinor(left);
    int[] b = majorMinor(right);
    return a[0] != b[0] ? a[0] < b[0] : a[1] < b[1];
  }

  private static int[] majorMinor(String version) {
    int[] numbers = new int[2];
    int part = 0;
    for (int i = 0; i < version.length() && part < 2; i++) {
      char c = version.charAt(i);
      if (c == '.') {
        part++;
      } else {
        numbers[part] = Math.min(numbers[part] * 10 + (c - '0'), 1_000_000);
      }
    }
    return numbers;
  }
}
