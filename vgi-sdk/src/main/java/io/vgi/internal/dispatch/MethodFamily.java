package io.vgi.internal.dispatch;

import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers a family of unary methods, in every revision alike. Methods are told apart by a switch: a
 * lambda for each of them would cost more at start than the first answer may take.
 */
interface MethodFamily {
  /** The record and its only field for results that are bytes of another kind. */
  String RESULT = "result";

  /** The methods of the family. */
  List<String> methods();

  /** Returns the result record, or null for a method without a result or an empty one. */
  @Nullable WireRecord handle(DialectCall call, WireRecord request) throws Exception;

  /** The client has the answer to a call that asked for a receipt with {@code note}. */
  default void received(byte[] note) {
    throw new IllegalStateException(methods() + " ask for no receipts");
  }
}
