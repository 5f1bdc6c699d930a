package io.vgi.catalog;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A version of a catalog's data, as {@code vgi_catalogs()} lists it. Immutable.
 *
 * @param version the version, {@code major.minor.patch}
 * @param at when it came out, or null
 * @param summary what is new in it; empty when nothing is said
 * @param notes where more is said, or null
 */
public record Release(
    String version, @Nullable Instant at, String summary, @Nullable String notes) {
  /** Checks that what must be there is. */
  public Release {
    Objects.requireNonNull(version, "version is null");
    Objects.requireNonNull(summary, "summary is null");
  }

  /** The release of {@code version}. */
  public static Release of(String version) {
    return new Release(version, null, "", null);
  }

  /** This release with the time it came out. */
  public Release at(Instant time) {
    return new Release(version, time, summary, notes);
  }

  /** This release with what is new in it. */
  public Release summary(String text) {
    return new Release(version, at, text, notes);
  }

  /** This release with the address of its notes. */
  public Release notes(String url) {
    return new Release(version, at, summary, url);
  }
}
