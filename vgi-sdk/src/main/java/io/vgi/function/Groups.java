package io.vgi.function;

import org.jspecify.annotations.Nullable;

/**
 * The states of the groups that the rows of a batch belong to. Implemented by the SDK. Valid during
 * the callback, one thread at a time.
 *
 * @param <S> the state of one group
 */
public interface Groups<S> {
  /** The state of the group that {@code row} belongs to; changes to it are kept. */
  S at(int row);

  /**
   * The row behind the last of those that follow {@code row} and belong to the same group: {@code
   * for (int from = 0; from < in.count(); from = to) { to = groups.end(from); … groups.at(from) …
   * }}.
   */
  int end(int row);

  /**
   * The state of the group that all rows of the batch belong to, as without GROUP BY; null when
   * there are several, or no rows.
   */
  @Nullable S only();
}
