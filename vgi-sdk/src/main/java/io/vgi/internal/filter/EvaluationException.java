package io.vgi.internal.filter;

import io.vgi.rpc.VgiException;

/** A value for which a filter has no answer: a number out of range, a text that is no number. */
final class EvaluationException extends VgiException {
  private static final long serialVersionUID = 1L;

  EvaluationException(String message) {
    super(Kind.INVALID_ARGUMENT, message, null);
  }
}
