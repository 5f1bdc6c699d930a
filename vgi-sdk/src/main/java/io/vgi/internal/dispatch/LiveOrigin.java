package io.vgi.internal.dispatch;

import io.vgi.internal.call.Binding;
import org.jspecify.annotations.Nullable;

/**
 * The state of a live catalog that gave a function.
 *
 * @param session the open catalog
 * @param version the version that it had before it was asked for the function
 */
record LiveOrigin(LiveSession session, long version) {
  /** Where the function of {@code binding} is from; null where no catalog can change it. */
  static @Nullable LiveOrigin of(Binding binding) {
    return (LiveOrigin) binding.entry().origin();
  }
}
