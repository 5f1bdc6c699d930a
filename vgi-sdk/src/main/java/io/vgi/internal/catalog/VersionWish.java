package io.vgi.internal.catalog;

import io.vgi.rpc.VgiException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an ATTACH may ask for instead of a version; a class of its own, as few attaches ask. */
final class VersionWish {
  private static final String NUMBER = "(0|[1-9][0-9]{0,8})";
  private static final Pattern PARTIAL = Pattern.compile(NUMBER + "(?:\\." + NUMBER + ")?");

  private VersionWish() {}

  /** Whether {@code version} is one that {@code wish}, the value of option {@code what}, means. */
  static boolean satisfies(Version version, String wish, String what) {

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
