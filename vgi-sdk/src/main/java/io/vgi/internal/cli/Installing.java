package io.vgi.internal.cli;

import io.vgi.internal.install.Installation;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The options that write the worker somewhere instead of serving. */
public final class Installing {
  static final String INSTALL = "install";
  static final String EXECUTABLE = "executable";

  private Installing() {}

  /** Whether {@code line} asks for this. */
  public static boolean isAsked(CommandLine line) {
    return line.has(INSTALL) || line.has(EXECUTABLE);
  }

  /**
   * Writes what {@code line} asks for.
   *
   * @return what to tell the user
   * @throws WrongOptionException when it asks for both
   * @throws IOException with one sentence when it cannot be done
   */
  public static String write(CommandLine line) throws IOException {
    String directory = line.value(INSTALL);
    if (directory != null && line.has(EXECUTABLE)) {
      throw new WrongOptionException("Options '--install' and '--executable' exclude each other.");
    }
    String option = directory == null ? EXECUTABLE : INSTALL;
    String given = String.valueOf(line.value(option));
    try {
      Path path = Path.of(given);
      return directory == null
          ? Installation.executable(path)
          : Installation.install(path, others(line));
    } catch (FileSystemException unusable) {
      throw new FileFault("Option '--" + option + "'", given, unusable);
    } catch (IOException | InvalidPathException failure) {
      throw new IOException("Option '--" + option + "': " + failure.getMessage(), failure);
    }
  }

  /** The other options, which the worker may need to begin. */
  private static List<String> others(CommandLine line) {
    List<String> others = new ArrayList<>();
    line.values()
        .forEach(
            (name, value) -> {
              if (!name.equals(INSTALL)) {
                others.add("--" + name + (value.isEmpty() ? "" : "=" + value));
              }
            });
    return others;
  }
}
