package io.vgi.rpc.internal.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the folders of this process's user are called where several users have one. */
public final class UserName {
  private static final Path PROCESS = Path.of("/proc/self");

  private UserName() {}

  /** The user's name, or its number where the system has no name for it, as in a container. */
  public static String get() {
    return of(System.getProperty("user.name"), number());
  }

  /**
   * As above.
   *
   * @param name what the JDK tells, {@code ?} when it found none
   * @param number the user's number, null where that is not known
   */
  static String of(@Nullable String name, @Nullable String number) {
    if (name != null && !name.isBlank() && !name.contains("?") && !name.contains("/")) {
      return name;
    }
    return number == null ? "unknown" : number;
  }

  /** The owner of this process, where Linux tells. */
  private static @Nullable String number() {
    try {
      return Files.getAttribute(PROCESS, "unix:uid").toString();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException notLinux) {
      return null;
    }
  }
}
