package io.vgi.internal.call;

import io.vgi.param.AttachOption;
import io.vgi.state.StateScope;
import org.jspecify.annotations.Nullable;

/** What a call shares with others of its attach, transaction and execution. */
public interface CallScopes {
  /** The attach's values. */
  StateScope attach();

  /** The value of an option of the attach, its default, or null. */
  <T> @Nullable T option(AttachOption<T> option);

  /** The transaction's values, or null outside of one. */
  @Nullable StateScope transaction();

  /** The execution's values. */
  StateScope execution();
}
