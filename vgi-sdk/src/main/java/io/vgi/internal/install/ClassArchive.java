package io.vgi.internal.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The classes that a start of a worker loads, in a file that the JVM maps: an archive of class data
 * sharing, or of JDK 25 and later a cache made ahead of time, which has profiles for the compiler
 * too. It is made by a worker that rehearses, apart from any that serves.
 *
 * <p>In its folder {@code classes} is the archive, with the time of the jar, and {@code jdk} says
 * for which Java it is, how to use it and what to start, with the time of that Java's modules.
 * Whatever is replaced, cut off or written over has another time then, and a start script needs to
 * run no program to find that out.
 */
public final class ClassArchive {
  private static final String CLASSES = "classes";
  private static final String JDK = "jdk";
  private static final String TRIED = "tried";
  private static final int FIRST_WITH_CACHE = 25;
  private static final int PATIENCE_SECONDS = 120;
  private static final int MOST_OUTPUT = 4_096;
  private static final int MISTYPED = 2;
  private static final Set<String> JVM_VARIABLES =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
  private static final Duration UNTIL_NEXT_TRY = Duration.ofDays(1);

  private ClassArchive() {}

  /**
   * Makes an archive for a start script.
   *
   * @param args the folder, the script, the jar, the Java as the script names it, the script's
   *     stamp, and arguments of the worker
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    List<String> command = new ArrayList<>(List.of("/bin/sh", args[1]));
    command.addAll(List.of(args).subList(5, args.length));
    try {
      make(folder, Path.of(args[2]), Path.of(args[3]), args[4], command);
    } catch (MistypedException mistyped) {
      System.err.println(mistyped.getMessage());
      System.exit(1);
    } catch (IOException failure) {
      // nobody sees it at once; what fails now is likely to fail with the next start as well
      System.err.println(failure.getMessage());
      FileTime then = FileTime.from(Instant.now().plus(UNTIL_NEXT_TRY));
      Files.setLastModifiedTime(folder.resolve(TRIED), then);
      System.exit(1);
    }
  }

  /** Has nobody use the archive in {@code folder} any more. */
  static void drop(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(JDK));
  }

  /**
   * Makes the archive in {@code folder}, in place of what is there.
   *
   * @param java the Java that runs this, as it will be named
   * @param stamp the script's own, by which it knows the archive again
   * @param script the command that starts the worker
   * @throws IOException with one sentence when there is none
   */
  static void make(Path folder, Path jar, Path java, String stamp, List<String> script)
      throws IOException {
    Path home = Path.of(System.getProperty("java.home"));
    if (!Files.isSameFile(java, home.resolve("bin/java"))) {
      throw new IOException("'" + java + "' starts another program, " + home + "/bin/java");
    }
    Files.createDirectories(folder);
    clear(folder);
    FileTime built = Files.getLastModifiedTime(jar);
    boolean cache = Runtime.version().feature() >= FIRST_WITH_CACHE;
    String mark = "." + ProcessHandle.current().pid();
    Path part = folder.resolve(CLASSES + mark);
    Path list = folder.resolve(CLASSES + mark + ".list");
    Path jdk = folder.resolve(JDK + mark);
    try {
      MainClass main = MainClass.of(jar);
      if (cache) {
        rehearse(script, java, "-XX:AOTCacheOutput=" + part, main);
      } else {
        rehearse(script, java, "-XX:DumpLoadedClassList=" + list, main);
        dump(java, jar, list, part);
      }
      if (!Files.exists(part)) {
        throw new IOException("this Java wrote no archive of classes");
      }
      try (FileChannel written = FileChannel.open(part, StandardOpenOption.READ)) {
        written.force(true); // else it may be there after a power cut, but empty
      }
      Files.setLastModifiedTime(part, built);
      String use = cache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
      List<String> lines =
          List.of(home.toString(), use, String.join(" ", main.options()), main.name(), stamp);
      Files.write(jdk, lines);
      Files.setLastModifiedTime(jdk, Files.getLastModifiedTime(home.resolve("lib/modules")));
      drop(folder);
      Files.move(part, folder.resolve(CLASSES), StandardCopyOption.ATOMIC_MOVE);
      Files.move(jdk, folder.resolve(JDK), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
      Files.deleteIfExists(list);
      Files.deleteIfExists(jdk);
      Files.deleteIfExists(folder.resolve(CLASSES + mark + ".config"));
    }
  }

  /** Deletes what processes left that were killed. */
  private static void clear(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "{classes,jdk}.*")) {
      for (Path file : left) {
        String mark = file.getFileName().toString().split("\\.", -1)[1];
        if (mark.matches("[0-9]{1,18}") && ProcessHandle.of(Long.parseLong(mark)).isEmpty()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Nobody's fault but that of one command line; the next one may well be right. */
  static final class MistypedException extends IOException {
    private static final long serialVersionUID = 1L;

    MistypedException(String message) {
      super(message);
    }
  }

  private static void rehearse(List<String> script, Path java, String flag, MainClass main)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(script).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    String given = environment.getOrDefault("VGI_JAVA_OPTS", "");
    environment.put("VGI_JAVA", java.toString());
    environment.put("VGI_JAVA_OPTS", given + " -D" + Rehearsal.PROPERTY + "=true");
    environment.put("VGI_CLASS_ARCHIVE", flag);
    environment.put("VGI_CLASS_ARCHIVE_OPTIONS", String.join(" ", main.options()));
    environment.put("VGI_CLASS_ARCHIVE_MAIN", main.name());
    run(builder, "the rehearsal");
  }

  /**
   * Archives all classes of {@code list}, the JDK's as well: runtimes that jlink made have no
   * archive of theirs, which one made at the end of a rehearsal would be added to.
   */
  private static void dump(Path java, Path jar, Path list, Path into) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                java.toString(),
                "-XX:+UseG1GC", // no other collector writes objects, which others can read
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + into,
                "-cp",
                jar.toString())
            .redirectErrorStream(true);
    // what is given to workers, as agents and collectors are, is not for this
    builder.environment().keySet().removeAll(JVM_VARIABLES);
    run(builder, "the making of the archive");
  }

  private static void run(ProcessBuilder builder, String what) throws IOException {
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      Thread end = watch(process);
      String said;
      try (InputStream output = process.getInputStream()) {
        said = new String(output.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8).strip();
        output.transferTo(OutputStream.nullOutputStream());
      }
      int code = process.waitFor();
      end.interrupt();
      if (code != 0) {
        String ended = what + " ended with code " + code;
        String message = said.isEmpty() ? ended : ended + ": " + said;
        throw code == MISTYPED ? new MistypedException(message) : new IOException(message);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stop);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Ends {@code process} when it does not end in time. */
  private static Thread watch(Process process) {
    Thread watch =
        new Thread(
            () -> {
              try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                  process.destroyForcibly();
                }
              } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
            },
            "vgi-archive-end");
    watch.setDaemon(true);
    watch.start();
    return watch;
  }
}
