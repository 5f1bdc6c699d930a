package io.vgi.internal.dispatch;

import io.vgi.internal.bind.Keys;
import io.vgi.param.AttachOption;
import io.vgi.param.AttachOptions;
import io.vgi.rpc.VgiException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of a call that names no attach: some were given perhaps, and a default in their place
 * might give other rows.
 *
 * @param catalog the catalog's name
 * @param declared its options
 */
record UnknownOptions(String catalog, List<AttachOption<?>> declared) implements AttachOptions {
  @Override
  public <T> @Nullable T find(AttachOption<T> option) {
    if (declared.stream().noneMatch(one -> Keys.isSame(one, option))) {
      throw AttachOptionValues.undeclared(catalog, option);
    }
    throw refused("the ATTACH option '" + option.name() + "' of catalog '" + catalog + "'");
  }

  /** A call needs {@code what}, which depends on the attach. */
  static VgiException refused(String what) {
    return VgiException.invalidArgument(
        "The call names no attached catalog, so "
            + what
            + " is not known to it; scan a table instead, or call by a client that gives"
            + " attach_opaque_data");
  }
}
