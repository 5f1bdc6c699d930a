package io.vgi.internal.catalog;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version of three numbers.
 *
 * @param major changes when users must change something
 * @param minor changes when something is added
 * @param patch changes when something is mended
 */
public record Version(int major, int minor, int patch) implements Comparable<Version> {
  private static final Comparator<Version> ORDER =
      Comparator.comparingInt(Version::major)
          .thenComparingInt(Version::minor)
          .thenComparingInt(Version::patch);
  private static final String NUMBER = "(0|[1-9][0-9]{0,8})";
  private static final Pattern FORM = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER);

  /** The version that {@code text} spells, or null. */
  public static @Nullable Version parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? new Version(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)))
        : null;
  }

  @Override
  public int compareTo(Version other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
