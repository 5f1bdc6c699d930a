package io.vgi.internal.dispatch;

import io.vgi.rpc.internal.codec.WireRecord;
import org.jspecify.annotations.Nullable;

/** Answers one unary method, in every revision alike. */
@FunctionalInterface
interface UnaryCall {
  /** Returns the result record, or null for a method without a result or an empty one. */
  @Nullable WireRecord handle(DialectCall call, WireRecord request) throws Exception;
}
