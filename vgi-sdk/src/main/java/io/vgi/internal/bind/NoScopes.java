package io.vgi.internal.bind;

import io.vgi.param.AttachOption;
import io.vgi.state.StateScope;
import org.jspecify.annotations.Nullable;

/** The scopes of a call that no engine made. */
public enum NoScopes implements CallScopes {
  /** The only one. */
  INSTANCE;

  @Override
  public StateScope attach() {
    throw new IllegalStateException("This call belongs to no attached catalog");
  }

  @Override
  public <T> @Nullable T option(AttachOption<T> option) {
    return option.fallback();
  }

  @Override
  public @Nullable StateScope transaction() {
    return null;
  }

  @Override
  public StateScope execution() {
    throw new IllegalStateException("This call belongs to no execution");
  }
}
