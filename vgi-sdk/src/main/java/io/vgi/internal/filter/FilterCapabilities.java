package io.vgi.internal.filter;

import io.vgi.pushdown.FilterFunction;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a function has announced that it understands in filters beyond the standard.
 *
 * @param functions further functions
 * @param contexts the names of evaluation contexts beyond {@code vgi.none.v1}
 */
public record FilterCapabilities(List<FilterFunction> functions, Set<String> contexts) {
  /** The standard alone. */
  public static final FilterCapabilities STANDARD = new FilterCapabilities(List.of(), Set.of());

  @Nullable FilterFunction function(String namespace, String name, long version) {
    for (FilterFunction function : functions) {
      if (function.namespace().equals(namespace)
          && function.name().equals(name)
          && function.version() == version) {
        return function;
      }
    }
    return null;
  }
}
