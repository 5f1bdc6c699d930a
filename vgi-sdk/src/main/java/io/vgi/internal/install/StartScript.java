package io.vgi.internal.install;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The script that starts a worker, for a POSIX shell. */
final class StartScript {
  private static final String LAUNCH = "launch:";

  /** What no shell has a meaning for. */
  private static final String PLAIN = "/._-+";

  private StartScript() {}

  /**
   * The script of a jar that lies beside it.
   *
   * @param jar the jar's name
   * @param java the program that starts it unless the environment names another one
   * @param stamp tells it from what was there before, whatever times files are given
   */
  static byte[] beside(String jar, Path java, String stamp) throws IOException {
    return text("${self%/*}/" + quoted(jar), quoted(java.toString()), stamp);
  }

  /** The script of the jar that follows it in the same file. */
  static byte[] within(String stamp) throws IOException {
    return text("$self", "", stamp);
  }

  private static byte[] text(String jar, String java, String stamp) throws IOException {
    try (InputStream in = StartScript.class.getResourceAsStream("start.sh")) {
      if (in == null) {
        throw new IOException("this is a build without its resources");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.replace("@STAMP@", stamp)
          .replace("@JAR@", jar)
          .replace("@JAVA@", java)
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  /** What LOCATION takes for {@code program}, which a shell reads. */
  static String location(Path program) {
    String path = program.toString();
    for (int i = 0; i < path.length(); i++) {
      if (!Character.isLetterOrDigit(path.charAt(i)) && PLAIN.indexOf(path.charAt(i)) < 0) {
        return LAUNCH + quoted(path);
      }
    }
    return LAUNCH + path;
  }

  /** {@code text} as one word of the shell. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
