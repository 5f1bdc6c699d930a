package io.vgi.internal.install;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the program of this process as one that starts faster. */
public final class Installation {
  private Installation() {}

  /**
   * Copies the program into {@code directory}, with a start script and an archive of its classes.
   *
   * @param options what the worker is given while the archive is made
   * @return what to tell the user
   * @throws IOException with one sentence when it cannot be done
   */
  public static String install(Path directory, List<String> options) throws IOException {
    Program program = Program.running();
    Path folder = startable(Files.createDirectories(directory).toRealPath());
    Path jar = folder.resolve(program.name() + ".jar");
    Path classes = folder.resolve(program.name() + ".jar.d");
    ClassArchive.drop(classes);
    Path own = program.jar();
    if (own == null) {
      libraries(program, folder.resolve(program.name() + ".lib"), jar);
    } else {
      copy(own, jar);
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path script = folder.resolve(program.name());
    // not of the jar, which may do no more than name libraries that have changed
    String stamp = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    byte[] start = StartScript.beside(program.name() + ".jar", java, stamp);
    ExecutableJar.write(script, start, new byte[0]);
    String told = told("Installed", script);
    try {
      List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
      command.addAll(options);
      ClassArchive.make(classes, jar, java, stamp, command);
      return told;
    } catch (IOException none) {
      return told + "\nIt starts without an archive of its classes: " + none.getMessage();
    }
  }

  /**
   * Writes {@code file}, the jar of this process with a start script in front.
   *
   * @return what to tell the user
   * @throws IOException with one sentence when it cannot be done
   */
  public static String executable(Path file) throws IOException {
    Path jar = Program.running().jar();
    if (jar == null) {
      throw new IOException(
          "the worker is not one jar, which 'java -jar' starts; make one, or take --install");
    }
    Path target = startable(file.toAbsolutePath().normalize());
    byte[] bytes = Files.readAllBytes(jar);
    ExecutableJar.write(target, StartScript.within(digest(bytes)), bytes);
    return told("Wrote", target);
  }

  private static Path startable(Path path) throws IOException {
    if (path.toString().contains(File.pathSeparator)) {
      throw new IOException(
          "Java starts no jar that has '" + File.pathSeparator + "' in its path, " + path);
    }
    return path;
  }

  private static String digest(byte[] jar) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(jar);
      return HexFormat.of().formatHex(digest, 0, Long.BYTES);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  private static String told(String done, Path program) {
    String location = StartScript.location(program).replace("'", "''");
    return done + " " + program + "\nATTACH '…' (TYPE vgi, LOCATION '" + location + "')";
  }

  /** Copies jars, packs folders of classes, and writes {@code jar}, which names them. */
  private static void libraries(Program program, Path libraries, Path jar) throws IOException {
    Files.createDirectories(libraries);
    List<String> files = new ArrayList<>();
    for (Path element : program.path()) {
      String file = (files.size() + 1) + "-" + element.getFileName();
      if (Files.isDirectory(element)) {
        file += ".jar";
        pack(element, new Manifest(), libraries.resolve(file));
      } else {
        copy(element, libraries.resolve(file));
      }
      files.add(file);
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(libraries)) {
      for (Path file : all) {
        if (!files.contains(file.getFileName().toString())) {
          Files.delete(file); // of an earlier installation
        }
      }
    }
    Manifest manifest = program.manifest();
    String path = Program.classPath(libraries.getFileName().toString(), files);
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, path);
    pack(null, manifest, jar);
  }

  /** Writes the jar {@code to} of the files of {@code folder}, if there is one. */
  private static void pack(@Nullable Path folder, Manifest manifest, Path to) throws IOException {
    Replacement.of(
        to,
        part -> {
          try (OutputStream out = Files.newOutputStream(part);
              JarOutputStream jar = new JarOutputStream(out, manifest)) {
            if (folder != null) {
              add(folder, jar);
            }
          }
        });
  }

  private static void add(Path folder, JarOutputStream jar) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.relativize(file).toString();
        if (!name.equals("META-INF/MANIFEST.MF")) {
          jar.putNextEntry(new JarEntry(name));
          Files.copy(file, jar);
          jar.closeEntry();
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.exists(to) || !Files.isSameFile(from, to)) {
      Replacement.of(to, part -> Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING));
    }
  }
}
