package io.vgi.rpc.conformance;

import static io.vgi.rpc.conformance.Fields.real;
import static io.vgi.rpc.conformance.Fields.schema;
import static io.vgi.rpc.conformance.Fields.text;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;

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
              throw VgiException.internal("conformance.Secondary.v1 fail", null);
            })
        .unary(
            "fail_oversized",
            WireSchema.EMPTY,
            null,
            (call, in) -> {
              throw VgiException.internal("conformance.Secondary.v1 fail_oversized", null);
            });
  }
}
