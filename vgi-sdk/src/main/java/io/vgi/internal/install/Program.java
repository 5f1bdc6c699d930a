package io.vgi.internal.install;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * What runs in this process.
 *
 * @param name what a script that starts it is called
 * @param jar the jar that is all of it, or null
 * @param path the jars and folders of classes that it consists of
 * @param manifest that of a jar which would start it
 */
record Program(String name, @Nullable Path jar, List<Path> path, Manifest manifest) {
  private static final String JAR = ".jar";

  /**
   * The program of this process.
   *
   * @throws IOException with one sentence when it was not started from a class path
   */
  static Program running() throws IOException {
    String classPath = System.getProperty("java.class.path", "");
    String command = System.getProperty("sun.java.command", "");
    if (System.getProperty("jdk.module.main") != null || classPath.isEmpty() || command.isEmpty()) {
      throw new IOException("only a worker started by 'java -jar' or 'java -cp' can be installed");
    } else if (!Files.isExecutable(Path.of("/bin/sh"))) {
      throw new IOException("a start script needs a POSIX shell, /bin/sh");
    }
    int space = command.indexOf(' ');
    String main = space < 0 ? command : command.substring(0, space);
    boolean single =
        command.equals(classPath)
            || command.startsWith(classPath + " ")
            || isStartedBy(Path.of(classPath), main);
    Set<Path> path = new LinkedHashSet<>();
    for (String element : classPath.split(File.pathSeparator, -1)) {
      collect(Path.of(element).toAbsolutePath().normalize(), path);
    }
    List<Path> elements = List.copyOf(path);
    if (!single) {
      String name = main.substring(main.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      return new Program(name, null, elements, manifest(main));
    }
    Path jar = elements.get(0);
    String file = jar.getFileName().toString();
    String name = file.endsWith(JAR) ? file.substring(0, file.length() - JAR.length()) : file;
    return new Program(name, elements.size() == 1 ? jar : null, elements, manifestOf(jar));
  }

  /**
   * Whether the whole class path is {@code jar}, one whose main class is {@code main}, as start
   * scripts have it.
   */
  private static boolean isStartedBy(Path jar, String main) throws IOException {
    return Files.isRegularFile(jar)
        && main.equals(manifestOf(jar).getMainAttributes().getValue(Attributes.Name.MAIN_CLASS));
  }

  /** Adds {@code element} and what its manifest names, unless it is missing, as the JVM does. */
  private static void collect(Path element, Set<Path> path) throws IOException {
    if (!Files.exists(element) || !path.add(element) || Files.isDirectory(element)) {
      return;
    }
    String more = manifestOf(element).getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    for (String name : more == null ? new String[0] : more.trim().split(" +", -1)) {
      collect(Path.of(element.toUri().resolve(URI.create(name))).normalize(), path);
    }
  }

  static Manifest manifestOf(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      return manifest == null ? new Manifest() : manifest;
    }
  }

  private static Manifest manifest(String main) {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, main);
    attributes.putValue("Add-Opens", "java.base/jdk.internal.misc");
    attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
    return manifest;
  }

  /** The elements of the path in one line of a manifest, under the names that they have there. */
  static String classPath(String folder, List<String> files) {
    List<String> places = new ArrayList<>();
    for (String file : files) {
      places.add(Path.of("/", folder, file).toUri().getRawPath().substring(1));
    }
    return String.join(" ", places);
  }
}
