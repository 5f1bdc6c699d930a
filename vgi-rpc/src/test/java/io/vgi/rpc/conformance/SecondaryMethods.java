package io.vgi.rpc.conformance;

import static io.vgi.rpc.conformance.Fields.real;
import static io.vgi.rpc.conformance.Fields.schema;
import static io.vgi.rpc.conformance.Fields.text;

import io.vgi.rpc.ErrorDetail;
import io.vgi.rpc.ErrorDetail.BadRequest;
import io.vgi.rpc.ErrorDetail.Custom;
import io.vgi.rpc.ErrorDetail.ErrorInfo;
import io.vgi.rpc.ErrorDetail.RetryInfo;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.VgiException.Kind;
import io.vgi.rpc.WireSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The protocol hosted beside the first: one method of the same name, and typed errors. */
final class SecondaryMethods {
  static final String PROTOCOL = "conformance.Secondary.v1";

  private SecondaryMethods() {}

  static MethodTable table() {
    return new MethodTable(PROTOCOL, "")
        .unary(
            "echo_string",
            schema(text("value")),
            text("result"),
            (call, in) -> "secondary:" + in.text("value"))
        .unary(
            "fail",
            schema(text("code"), text("kind"), real("retry_delay_seconds")),
            null,
            (call, in) -> {
              throw failure(
                  in.needText("code"), in.needText("kind"), in.real("retry_delay_seconds"));
            })
        .unary(
            "fail_oversized",
            WireSchema.EMPTY,
            null,
            (call, in) -> {
              throw new VgiException(
                      Kind.RESOURCE_EXHAUSTED,
                      "conformance.Secondary.v1 fail_oversized: details exceed 4 KiB",
                      null)
                  .withReason("details_oversized")
                  .withDetails(
                      new RetryInfo(Duration.ofSeconds(1)),
                      new ErrorInfo(Map.of("padding", "x".repeat(5000))));
            });
  }

  private static VgiException failure(String code, String reason, double delay) {
    Kind kind = null;
    for (Kind candidate : Kind.values()) {
      kind = candidate.code().equals(code) ? candidate : kind;
    }
    if (kind == null) {
      return VgiException.invalidArgument("'" + code + "' is not a canonical error code")
          .withReason("invalid_code")
          .withDetails(new BadRequest(Map.of("code", "must be a canonical code name")));
    }
    List<ErrorDetail> details = new ArrayList<>();
    details.add(new ErrorInfo(Map.of("fixture", PROTOCOL)));
    if (delay > 0) {
      details.add(new RetryInfo(Duration.ofNanos(Math.round(delay * 1e9))));
    }
    details.add(
        new Custom(
            PROTOCOL + ".Probe", Map.of("note", "clients ignore detail types they do not know")));
    String message = ("conformance.Secondary.v1 fail: " + code + " " + reason).stripTrailing();
    VgiException failure =
        new VgiException(kind, message, null).withDetails(details.toArray(ErrorDetail[]::new));
    return reason.isEmpty() ? failure : failure.withReason(reason);
  }
}
