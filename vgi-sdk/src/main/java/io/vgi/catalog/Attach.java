package io.vgi.catalog;

import io.vgi.param.AttachOptions;
import io.vgi.rpc.Principal;
import org.jspecify.annotations.Nullable;

/**
 * What an ATTACH asked for, as a {@link CatalogChoice} sees it. Implemented by the SDK. The same
 * ATTACH may be asked about again, in other processes too, and must then lead to an equal catalog.
 * Any thread.
 */
public interface Attach extends AttachOptions {
  /** The version of the data that it led to, or null where data has no versions. */
  @Nullable String dataVersion();

  /** The version of the code that it led to, or null where code has no versions. */
  @Nullable String implementationVersion();

  /** Who attaches. */
  Principal principal();
}
