package io.vgi.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The classes that a worker loads when it starts, ready to be mapped: a start takes nearly half as
 * long. Only for class paths of jars; made once for all processes that run tests.
 */
final class ClassArchive {
  private ClassArchive() {}

  /**
   * The flags that use the archive of {@code program}, a worker that is started once as a server.
   */
  static List<String> flags(List<String> program, List<Path> jars) {
    try {
      @Nullable Path file = made(program, jars);
      if (file == null) { // as by a JVM that has no archive of its own classes
        return List.of();
      }
      // what the JVM says of an archive that it does not like would go to standard output
      return List.of("-XX:SharedArchiveFile=" + file, "-Xlog:disable");
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException("The archive of classes cannot be made", failure);
    }
  }

  private static @Nullable Path made(List<String> program, List<Path> jars)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(WorkerJar.property("vgi.target"), "archives"));
    StringBuilder built = new StringBuilder(program + System.getProperty("java.home"));
    for (Path jar : jars) {
      built.append(Files.getLastModifiedTime(jar).toMillis());
    }
    Path file = folder.resolve(Integer.toHexString(built.toString().hashCode()) + ".jsa");
    try (FileChannel lock =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = lock.lock()) {
      if (held.isValid() && !Files.exists(file)) {
        Path part = folder.resolve("part.jsa");
        List<String> command = new ArrayList<>();
        command.add(Probe.java(Path.of(System.getProperty("java.home"))).toString());
        command.addAll(Probe.SHORT_LIVED);
        command.add("-XX:ArchiveClassesAtExit=" + part);
        command.addAll(program);
        command.add("--http");
        Process process =
            new ProcessBuilder(command).redirectError(folder.resolve("log").toFile()).start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
          String port = String.valueOf(out.readLine()).replaceFirst("PORT:", "");
          try (InputStream page = URI.create("http://127.0.0.1:" + port).toURL().openStream()) {
            page.readAllBytes();
          }
        } finally {
          process.destroy(); // it writes the archive when it ends
        }
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          throw new IOException("the worker does not end: " + command);
        }
        if (!Files.exists(part)) {
          return null;
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return file;
  }
}
