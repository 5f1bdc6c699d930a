package io.vgi.internal.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;

/**
 * A worker's main class as the {@code java} command takes it. To read the manifest of a jar and do
 * what it says takes a JVM some 20 ms before {@code main}, longer than the start of one.
 */
final class MainClass {
  /** What a start script's own option does as well. */
  private static final String UNSAFE_WARNINGS = "java.base/jdk.internal.misc";

  private static final int FIRST_WITH_ACCESS = 24;
  private static final String ACCESS = "Enable-Native-Access";
  private static final String ALL = "ALL-UNNAMED";

  private MainClass() {}

  /**
   * The options that stand for the manifest of {@code jar}, and its main class; empty when the JVM
   * has to read the manifest itself.
   */
  static String of(Path jar) throws IOException {
    Attributes manifest = Program.manifestOf(jar).getMainAttributes();
    String main = manifest.getValue(Attributes.Name.MAIN_CLASS);
    String access = manifest.getValue(ACCESS);
    if (main == null
        || manifest.getValue("Launcher-Agent-Class") != null
        || manifest.getValue("Add-Exports") != null
        // as options they would cost the archive the JVM's own modules
        || !isLeftOut(manifest.getValue("Add-Opens"))
        || !(access == null || access.strip().equals(ALL))) {
      return "";
    }
    boolean asked = access != null && Runtime.version().feature() >= FIRST_WITH_ACCESS;
    return (asked ? "--enable-native-access=" + ALL + " " : "") + main.strip();
  }

  private static boolean isLeftOut(String opens) {
    return opens == null || opens.strip().equals(UNSAFE_WARNINGS);
  }
}
