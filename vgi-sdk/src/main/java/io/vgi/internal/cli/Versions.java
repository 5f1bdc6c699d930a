package io.vgi.internal.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What {@code --version} shows. */
public final class Versions {
  private static final String BUILT = "version.properties";

  private Versions() {}

  /**
   * The versions of the worker, if it has one, the SDK, the protocol and Java, one a line.
   *
   * @param revisions those of the protocol that are served
   */
  public static String of(@Nullable String worker, List<String> revisions) {
    return (worker == null ? "" : "worker " + worker + "\n")
        + "vgi-sdk "
        + sdk()
        + "\nprotocol "
        + String.join(", ", revisions)
        + "\nJava "
        + Runtime.version();
  }

  private static String sdk() {
    Properties properties = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream(BUILT)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return properties.getProperty("version", "of a build without its resources");
  }
}
