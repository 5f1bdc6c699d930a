package io.vgi.function;

/**
 * The states of the groups that the rows of a batch belong to. Implemented by the SDK. Valid during
 * the callback, one thread at a time.
 *
 * @param <S> the state of one group
 */
@FunctionalInterface
public interface Groups<S> {
  /** The state of the group that {@code row} belongs to; changes to it are kept. */
  S at(int row);
}
