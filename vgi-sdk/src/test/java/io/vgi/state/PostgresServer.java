package io.vgi.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server of its own in a temporary directory. */
final class PostgresServer {
  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

  private final Path programs;
  private final Path directory;
  private final int port;

  PostgresServer() throws Exception {
    programs = programs();
    directory = Files.createTempDirectory("vgi-postgres");
    if (isRoot()) {
      run(List.of("chown", "postgres", directory.toString()));
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

  private static Path programs() throws IOException {
    if (Files.isDirectory(VERSIONS)) {
      try (DirectoryStream<Path> versions = Files.newDirectoryStream(VERSIONS)) {
        for (Path version : versions) {
          if (Files.exists(version.resolve("bin/initdb"))) {
            return version.resolve("bin");
          }
        }
      }
    }
    throw new IllegalStateException(
        "This test starts a PostgreSQL server: install Debian's package postgresql, which brings "
            + VERSIONS
            + "/*/bin/initdb");
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

  /** The server refuses to run as root. */
  private void asServer(String program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(programs.resolve(program).toString());
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
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
