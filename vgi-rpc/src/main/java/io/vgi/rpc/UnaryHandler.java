package io.vgi.rpc;

import org.jspecify.annotations.Nullable;

/** Runs a unary method; called by many threads at once. */
@FunctionalInterface
public interface UnaryHandler {
  /**
   * Answers one call.
   *
   * @param context the call; valid until this returns
   * @param params one row in the method's parameter schema; closed by the caller
   * @return one row in the method's result schema, closed by the caller, or null for no result
   * @throws Exception any failure, which becomes an error answer
   */
  @Nullable WireBatch call(CallContext context, WireBatch params) throws Exception;
}
