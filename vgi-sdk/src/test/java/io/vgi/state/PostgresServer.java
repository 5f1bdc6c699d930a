package io.vgi.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.postgresql.ds.PGSimpleDataSource;
import org.tukaani.xz.XZInputStream;

/** A PostgreSQL server of its own in a temporary directory. */
final class PostgresServer {
  /** Whom the server runs as where the tests run as root, which it refuses. */
  private static final String NOBODY = "nobody";

  private static Path unpacked;
  private static int servers;

  private final Path programs;
  private final Path directory;
  private final int port;

  PostgresServer() throws Exception {
    programs = programs();
    directory = Files.createTempDirectory("vgi-postgres");
    if (isRoot()) {
      run(List.of("chown", NOBODY, directory.toString()));
    }
    port = freePort();
    asServer("initdb", "-D", data(), "-A", "trust", "-U", "vgi", "-E", "UTF8", "--locale=C", "-N");
    String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c fsync=off";
    asServer(
        "pg_ctl",
        "start",
        "-w",
        "-D",
        data(),
        "-l",
        directory.resolve("log").toString(),
        "-o",
        options + " -c unix_socket_directories=''");
  }

  PGSimpleDataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(url());
    return source;
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=vgi";
  }

  /** Ends all connections, as a server does that restarts. */
  void restart() throws Exception {
    asServer("pg_ctl", "restart", "-w", "-m", "fast", "-D", data(), "-l", data() + "/../log");
  }

  /** The programs, unpacked once for all servers that run at the same time. */
  private static synchronized Path programs() throws IOException {
    if (servers == 0) {
      unpacked = Files.createTempDirectory("vgi-postgres-programs");
      // whom the server runs as must reach them
      Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwxr-xr-x"));
      unpack(unpacked);
    }
    servers++;
    return unpacked;
  }

  private static synchronized void leavePrograms() throws IOException {
    if (--servers == 0) {
      delete(unpacked);
    }
  }

  /** Unpacks the server that the build brings, for this machine. */
  private static void unpack(Path target) throws IOException {
    String system = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    String archive = "/postgres-" + system + "-" + machine + ".txz";
    InputStream packed =
        Objects.requireNonNull(PostgresServer.class.getResourceAsStream(archive), archive);
    try (TarArchiveInputStream files = new TarArchiveInputStream(new XZInputStream(packed))) {
      TarArchiveEntry entry;
      while ((entry = files.getNextEntry()) != null) {
        Path file = target.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
          Files.copy(files, file);
          file.toFile().setExecutable((entry.getMode() & 0100) != 0, false);
        }
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isRoot() throws IOException {
    return "root".equals(Files.getOwner(Path.of("/proc/self")).getName());
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  private void asServer(String program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", NOBODY, "--"));
    }
    command.add(programs.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private void run(List<String> command) throws Exception {
    // a file, because the server would keep a pipe open
    File output = Files.createTempFile("vgi-postgres", ".txt").toFile();
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
    assertThat(process.exitValue())
        .as("%s says %s", command, Files.readString(output.toPath()))
        .isZero();
    Files.delete(output.toPath());
  }

  void stop() throws Exception {
    asServer("pg_ctl", "stop", "-w", "-m", "immediate", "-D", data());
    delete(directory);
    leavePrograms();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
