package io.vgi.s3;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server of S3 in a process of its own, which keeps one bucket in a directory. */
public final class S3Server implements AutoCloseable {
  /** The bucket. */
  public static final String BUCKET = "results";

  /** Whose signature is accepted. */
  public static final String ACCESS_KEY = "tester";

  /** What that one signs with. */
  public static final String SECRET_KEY = "not-a-secret";

  private static final Pattern STARTED = Pattern.compile("ServerConnector.*127\\.0\\.0\\.1:(\\d+)");

  private final Path bucket;
  private final Process process;
  private final URI endpoint;

  /** Starts the jar named by the property {@code vgi.s3proxy}, with all its files in a folder. */
  public S3Server(Path folder) throws IOException, InterruptedException {
    this(folder, 0);
  }

  /** Starts it at {@code port}. */
  public S3Server(Path folder, int port) throws IOException, InterruptedException {
    Path data = folder.resolve("data");
    bucket = Files.createDirectories(data.resolve(BUCKET));
    Path settings =
        Files.writeString(
            folder.resolve("s3proxy.conf"),
            String.join(
                "\n",
                "s3proxy.endpoint=http://127.0.0.1:" + port,
                "s3proxy.authorization=aws-v4",
                "s3proxy.identity=" + ACCESS_KEY,
                "s3proxy.credential=" + SECRET_KEY,
                "jclouds.provider=filesystem-nio2",
                "jclouds.filesystem.basedir=" + data));
    Path log = folder.resolve("s3proxy.log");
    Files.deleteIfExists(log);
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-jar",
                System.getProperty("vgi.s3proxy"),
                "--properties",
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    endpoint = URI.create("http://127.0.0.1:" + started(log));
  }

  private String started(Path log) throws IOException, InterruptedException {
    for (int i = 0; i < 3_000 && process.isAlive(); i++) {
      Matcher line = STARTED.matcher(Files.readString(log));
      if (line.find()) {
        return line.group(1);
      }
      Thread.sleep(20);
    }
    process.destroyForcibly();
    throw new AssertionError("The S3 server did not start: " + Files.readString(log));
  }

  /** Its address. */
  public URI endpoint() {
    return endpoint;
  }

  /** The objects in the bucket. */
  public List<Path> objects() throws IOException {
    try (Stream<Path> all = Files.walk(bucket)) {
      return all.filter(Files::isRegularFile).collect(Collectors.toCollection(ArrayList::new));
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
