package io.vgi.internal.catalog;

import io.vgi.rpc.VgiException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one thing, of which an ATTACH may ask for one.
 *
 * @param what the option that asks
 * @param versions all of them; empty where the thing has none and every wish is overlooked
 * @param fallback the one for users who ask for none; null where there are none
 */
public record VersionChoice(String what, List<String> versions, @Nullable String fallback) {
  /** The version that {@code wish} leads to, null where there are none. */
  public @Nullable String resolve(@Nullable String wish) {
    if (wish == null || wish.isEmpty() || versions.isEmpty()) {
      return fallback;
    } else if (versions.contains(wish)) {
      return wish;
    }
    String found = newest(version -> VersionWish.satisfies(version, wish, what));
    if (found == null) {
      throw VgiException.unsupported(
          "Unsupported " + what + " '" + wish + "'; this worker serves " + served());
    }
    return found;
  }

  /** The newest version, or null where there are none. */
  public @Nullable String newest() {
    return newest(version -> true);
  }

  private @Nullable String newest(Predicate<Version> wanted) {
    String found = null;
    Version best = null;
    for (String text : versions) {
      Version version = Version.parse(text);
      if (version != null
          && wanted.test(version)
          && (best == null || version.compareTo(best) > 0)) {
        best = version;
        found = text;
      }
    }
    return found;
  }

  /** From the lowest version to below the next major one, as listings say it; null for none. */
  public @Nullable String range() {
    Version lowest = null;
    Version highest = null;
    for (String text : versions) {
      Version version = Version.parse(text);
      if (version != null) {
        lowest = lowest == null || version.compareTo(lowest) < 0 ? version : lowest;
        highest = highest == null || version.compareTo(highest) > 0 ? version : highest;
      }
    }
    return lowest == null || highest == null
        ? null
        : ">=" + lowest + ",<" + (highest.major() + 1) + ".0.0";
  }

  private String served() {
    return versions.size() == 1 ? versions.get(0) : "one of " + String.join(", ", versions);
  }
}
