package io.vgi.param;

import io.vgi.rpc.VgiException;
import org.jspecify.annotations.Nullable;

/** The options that an ATTACH gave. Implemented by the SDK. */
public interface AttachOptions {
  /** The value of an option or its default; throws a {@link VgiException} when there is neither. */
  default <T> T get(AttachOption<T> option) {
    T value = find(option);
    if (value == null) {
      throw VgiException.invalidArgument(
          "ATTACH option '" + option.name() + "' has no value; give one in ATTACH");
    }
    return value;
  }

  /** The value of an option, its default, or null. The attached catalog must declare the option. */
  <T> @Nullable T find(AttachOption<T> option);
}
