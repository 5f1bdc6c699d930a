package io.vgi.catalog;

import io.vgi.param.AttachOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a worker serves under one name: one catalog, or one that each ATTACH chooses. */
public sealed interface CatalogSource permits Catalog, CatalogChoice {
  /** The name users attach it by. */
  String name();

  /** Where the worker comes from, or null. */
  @Nullable String sourceUrl();

  /** The options of ATTACH. */
  List<AttachOption<?>> attachOptions();
}
