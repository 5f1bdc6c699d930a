package io.vgi.internal.filter;

import io.vgi.rpc.VgiException;

/** A condition that is well-formed but that this evaluator does not know. */
final class UnsupportedFilterException extends VgiException {
  private static final long serialVersionUID = 1L;

  UnsupportedFilterException(String message) {
    super(Kind.UNSUPPORTED, message, null);
  }
}
