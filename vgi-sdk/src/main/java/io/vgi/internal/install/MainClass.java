package io.vgi.internal.install;

import io.vgi.internal.start.ClassLoading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;

/**
 * How a worker's jar is started in place of {@code java -jar}. To read its manifest and do what it
 * says takes a JVM some 20 ms before {@code main}, and what was found on the class path once need
 * not be looked for again.
 *
 * @param options of the JVM, of one word each
 * @param name the main class
 */
record MainClass(List<String> options, String name) {
  /** When the JVM has to read the manifest itself. */
  static final MainClass UNKNOWN = new MainClass(List.of(), "");

  /** What a start script's own option does as well. */
  private static final String UNSAFE_WARNINGS = "java.base/jdk.internal.misc";

  private static final int FIRST_WITH_ACCESS = 24;
  private static final String ACCESS = "Enable-Native-Access";
  private static final String ALL = "ALL-UNNAMED";
  private static final String LOGGERS = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
  private static final String ALLOCATORS = "org/apache/arrow/memory/";
  private static final String ALLOCATOR = "/DefaultAllocationManagerFactory.class";

  /** How {@code jar}, of which this process has the class path, is started. */
  static MainClass of(Path jar) throws IOException {
    Attributes manifest = Program.manifestOf(jar).getMainAttributes();
    String main = manifest.getValue(Attributes.Name.MAIN_CLASS);
    String access = manifest.getValue(ACCESS);
    if (main == null
        || manifest.getValue("Launcher-Agent-Class") != null
        || manifest.getValue("Add-Exports") != null
        // as options they would cost the archive the JVM's own modules
        || !isLeftOut(manifest.getValue("Add-Opens"))
        || !(access == null || access.strip().equals(ALL))) {
      return UNKNOWN;
    }
    List<String> options = new ArrayList<>();
    if (access != null && Runtime.version().feature() >= FIRST_WITH_ACCESS) {
      options.add("--enable-native-access=" + ALL);
    }
    ClassLoader path = ClassLoader.getSystemClassLoader();
    if (path.getResource(LOGGERS) == null) {
      options.add("-D" + ClassLoading.UNLOGGED + "=true");
    }
    if (path.getResource(ALLOCATORS + "unsafe" + ALLOCATOR) != null
        && path.getResource(ALLOCATORS + "netty" + ALLOCATOR) == null) {
      options.add("-Darrow.allocation.manager.type=Unsafe");
    }
    return new MainClass(options, main.strip());
  }

  private static boolean isLeftOut(String opens) {
    return opens == null || opens.strip().equals(UNSAFE_WARNINGS);
  }
}
