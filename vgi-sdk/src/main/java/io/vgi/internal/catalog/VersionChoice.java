package io.vgi.internal.catalog;

import io.vgi.rpc.VgiException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one thing, of which an ATTACH may ask for one.
 *
 * @param what the option that asks
 * @param versions all of them; empty where the thing has none and every wish is overlooked
 * @param fallback the one for users who ask for none; null where there are none
 */
public record VersionChoice(String what, List<String> versions, @Nullable String fallback) {
  private static final String NUMBER = "(0|[1-9][0-9]{0,8})";
  private static final Pattern PARTIAL = Pattern.compile(NUMBER + "(?:\\." + NUMBER + ")?");

  /** The version that {@code wish} leads to, null where there are none. */
  public @Nullable String resolve(@Nullable String wish) {
    if (wish == null || wish.isEmpty() || versions.isEmpty()) {
      return fallback;
    } else if (versions.contains(wish)) {
      return wish;
    }
    String found = newest(version -> satisfies(version, wish));
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

  private boolean satisfies(Version version, String wish) {
    Matcher partial = PARTIAL.matcher(wish);
    if (partial.matches()) {
      String minor = partial.group(2);
      return version.major() == Integer.parseInt(partial.group(1))
          && (minor == null || version.minor() == Integer.parseInt(minor));
    }
    Version least = Version.parse(wish.substring(1));
    if (least != null && wish.charAt(0) == '^') {
      return version.compareTo(least) >= 0 && version.compareTo(breaking(least)) < 0;
    } else if (least != null && wish.charAt(0) == '~') {
      return version.compareTo(least) >= 0
          && version.major() == least.major()
          && version.minor() == least.minor();
    } else if (Version.parse(wish) != null) {
      return false;
    }
    throw VgiException.invalidArgument(
        "Unsupported " + what + " '" + wish + "'; accepted forms: X.Y.Z, X.Y, X, ^X.Y.Z, ~X.Y.Z");
  }

  /** The first version that need not be compatible: below 1.0.0, minor versions break things. */
  private static Version breaking(Version version) {
    if (version.major() > 0) {
      return new Version(version.major() + 1, 0, 0);
    }
    return version.minor() > 0
        ? new Version(0, version.minor() + 1, 0)
        : new Version(0, 0, version.patch() + 1);
  }
}
