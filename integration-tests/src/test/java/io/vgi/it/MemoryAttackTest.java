package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.Flushable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that make a worker take memory: it never has more than it may, says so, and answers the
 * others meanwhile.
 */
class MemoryAttackTest {
  private static final long MOST_KIB = 500L << 10;
  private static final String ARROW = "application/vnd.apache.arrow.stream";
  private static final String BIG = "SELECT sum(n) FROM example.sequence(6250000)";
  private static final String BIG_SUM = "19531246875000";

  // one heap for all: what is asserted is what comes on top of it
  private static final Map<String, String> BOUNDED =
      Map.of("JDK_JAVA_OPTIONS", "-Xmx256m -Dvgi.http.pace.seconds=1");

  private static final String QUICK = "-XX:TieredStopAtLevel=1";

  @TempDir private Path folder;
  private final BufferAllocator memory = new RootAllocator();
  private final HttpClient web =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void nothingLeaks() {
    memory.close();
  }

  private ServingWorker worker(String... options) throws IOException {
    return ServingWorker.example(folder.resolve("errors"), BOUNDED, options);
  }

  /** One that optimizes nothing, which the plain command of another test does. */
  private ServingWorker quickWorker(String... options) throws IOException {
    return ServingWorker.start(
        Probe.exampleArguments(List.of(QUICK)), folder.resolve("errors"), BOUNDED, options);
  }

  private Metadata bind() {
    return Metadata.builder()
        .put(MetadataKeys.METHOD, "bind")
        .put(MetadataKeys.REQUEST_VERSION, "1")
        .put(MetadataKeys.PROTOCOL, "vgi.v2")
        .put(MetadataKeys.PROTOCOL_VERSION, "2.0.0")
        .build();
  }

  /** Asks {@code times} at once, {@code rounds} times over; returns all that was answered. */
  private static <T> List<T> atOnce(int times, int rounds, Callable<T> question) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(times);
    try {
      List<Future<T>> asked = new ArrayList<>();
      for (int i = 0; i < times * rounds; i++) {
        asked.add(threads.submit(question));
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : asked) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  private HttpResponse<byte[]> post(
      ServingWorker worker, String path, byte[] body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(worker.location() + path))
            .header("Content-Type", ARROW)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return web.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /** What the error of an answer is called. */
  private String code(ByteSource answer) throws IOException {
    String code = null;
    try (StreamReader reader = StreamReader.open(answer, memory, IpcLimits.DEFAULT)) {
      for (WireBatch next = reader.next(); next != null; next = reader.next()) {
        try (WireBatch batch = next) {
          code = batch.metadata().text(MetadataKeys.ERROR_CODE);
        }
      }
    }
    return String.valueOf(code);
  }

  @Test
  void dictionariesThatExpandOverHttp() throws Exception {
    byte[] plain = Bomb.dictionary(memory);
    byte[] bomb = Bomb.zstd(plain);
    assertThat(bomb.length).isLessThan(4_000);
    byte[] nested = Bomb.zstd(Bomb.nested(plain, bind(), memory));
    assertThat(nested.length).isLessThan(4_000);
    try (ServingWorker worker = worker("--http");
        Bystander others = new Bystander(worker.location())) {
      others.isServed(1);
      HttpResponse<byte[]> alone = post(worker, "/vgi.v2/bind", bomb, "Content-Encoding", "zstd");
      assertThat(alone.statusCode()).isEqualTo(413);
      HttpResponse<byte[]> inside =
          post(worker, "/vgi.v2/bind", nested, "Content-Encoding", "zstd");
      assertThat(inside.statusCode()).isEqualTo(200);
      assertThat(code(ByteSource.of(inside.body()))).isEqualTo("RESOURCE_EXHAUSTED");
      List<Integer> statuses =
          atOnce(
              16,
              4,
              () -> post(worker, "/vgi.v2/bind", bomb, "Content-Encoding", "zstd").statusCode());
      assertThat(statuses).isSubsetOf(413, 503);
      statuses =
          atOnce(
              8,
              2,
              () -> post(worker, "/vgi.v2/bind", nested, "Content-Encoding", "zstd").statusCode());
      assertThat(statuses).isSubsetOf(200, 413, 503);
      others.isServed(3);
      assertThat(worker.peak()).isLessThan(MOST_KIB);
    }
  }

  @Test
  void dictionariesThatExpandOverASocketFile() throws Exception {
    Path socket = folder.resolve("w.sock");
    byte[] bomb = Bomb.dictionary(memory);
    byte[] nested = Bomb.nested(bomb, bind(), memory);
    try (ServingWorker worker = quickWorker("--unix", socket.toString());
        Bystander others = new Bystander(worker.location())) {
      others.isServed(1);
      List<String> codes =
          atOnce(
              8,
              2,
              () -> {
                try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                  channel.connect(UnixDomainSocketAddress.of(socket));
                  ByteSource in = ByteSource.of(channel);
                  return refused(channel, () -> {}, in, bomb)
                      + ","
                      + refused(channel, () -> {}, in, nested);
                }
              });
      for (String code : codes) {
        assertThat(code.split(",")).isSubsetOf("RESOURCE_EXHAUSTED", "UNAVAILABLE");
      }
      others.isServed(3);
      assertThat(worker.peak()).isLessThan(MOST_KIB);
    }
  }

  @Test
  void dictionariesThatExpandOverStandardInput() throws Exception {
    byte[] bomb = Bomb.dictionary(memory);
    byte[] nested = Bomb.nested(bomb, bind(), memory);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            QUICK,
            "-jar",
            WorkerJar.jar().toString());
    Process worker =
        new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile()).start();
    try {
      WritableByteChannel out = Channels.newChannel(worker.getOutputStream());
      ByteSource in = ByteSource.of(Channels.newChannel(worker.getInputStream()));
      for (int i = 0; i < 2; i++) {
        assertThat(refused(out, worker.getOutputStream(), in, bomb))
            .isEqualTo("RESOURCE_EXHAUSTED");
        assertThat(refused(out, worker.getOutputStream(), in, nested))
            .isEqualTo("RESOURCE_EXHAUSTED");
      }
      long peak = 0;
      for (String line : Files.readAllLines(Path.of("/proc/" + worker.pid() + "/status"))) {
        peak = line.startsWith("VmHWM:") ? Long.parseLong(line.replaceAll("\\D", "")) : peak;
      }
      assertThat(peak).isBetween(1L, MOST_KIB);
    } finally {
      worker.destroyForcibly();
    }
  }

  private String refused(WritableByteChannel out, Flushable flush, ByteSource in, byte[] request)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(request);
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
    flush.flush();
    return code(in);
  }

  @Test
  void answersThatNobodyReads() throws Exception {
    List<String> program = Probe.arguments(BigWorker.class, QUICK);
    try (ServingWorker worker =
        ServingWorker.start(program, folder.resolve("errors"), BOUNDED, "--http")) {
      byte[] request = bigRequest(worker);
      byte[] head =
          ("POST /vgi.v2/init/init HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                  + ARROW
                  + (isZstd(request) ? "\r\nContent-Encoding: zstd" : "")
                  + "\r\nContent-Length: "
                  + request.length
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII);
      List<SocketChannel> slow = new ArrayList<>();
      ByteBuffer little = ByteBuffer.allocate(2_048);
      try (Bystander others = new Bystander(worker.location())) {
        others.isServed(1);
        for (int i = 0; i < 100; i++) {
          SocketChannel channel =
              SocketChannel.open(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), worker.port()));
          slow.add(channel);
          channel.write(ByteBuffer.wrap(head));
          channel.write(ByteBuffer.wrap(request));
          // the first has its answer before the others come, of which not all can have theirs
          if (i == 0) {
            assertThat(read(channel, little)).containsPattern("Content-Length: 500\\d{5}\r");
          }
          channel.configureBlocking(false);
        }
        // the slow are cut within three seconds, their streams are kept for a next turn for six
        for (int second = 0; second < 9; second++) {
          Thread.sleep(1_000);
          for (SocketChannel channel : slow) {
            read(channel, little);
          }
        }
        others.isServed(3);
        // they were cut off, and what was held for them is there for others
        try (Honest honest = new Honest(worker.port(), head, request)) {
          Thread.sleep(5_000);
          assertThat(honest.rest()).as(honest.begin).isGreaterThan(50_000_000);
        }
        try (Engine engine = new Engine()) {
          engine.attach("example", worker.location());
          assertThat(engine.value(BIG)).hasToString(BIG_SUM);
        }
        assertThat(worker.peak()).isLessThan(MOST_KIB);
      } finally {
        for (SocketChannel channel : slow) {
          channel.close();
        }
      }
    }
  }

  /** Whether the engine has coded {@code body}, as it does from some size on. */
  private static boolean isZstd(byte[] body) {
    return ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).getInt() == 0xFD2FB528;
  }

  private static String read(SocketChannel channel, ByteBuffer into) {
    try {
      channel.read(into.clear());
      return StandardCharsets.US_ASCII.decode(into.flip()).toString();
    } catch (IOException cut) { // as it should be
      assertThat(cut).hasMessageContaining("eset");
      return "";
    }
  }

  /** The body of the request that a table function answers with a batch of 56 MB. */
  private static byte[] bigRequest(ServingWorker worker) throws Exception {
    try (RecordingProxy proxy = new RecordingProxy(worker.location());
        Engine engine = new Engine()) {
      engine.execute("SET threads = 1");
      engine.attach("example", proxy.location());
      assertThat(engine.value(BIG)).hasToString(BIG_SUM);
      return proxy.recorded().stream()
          .filter(asked -> asked.answered() > 50_000_000 && asked.answered() < 51_000_000)
          .filter(asked -> asked.path().equals("/vgi.v2/init/init"))
          .findFirst()
          .orElseThrow()
          .body();
    }
  }

  /** A client with a thin line, which reads 64 KiB in a second, and in the end all that is left. */
  private static final class Honest implements AutoCloseable {
    private final Socket socket;
    private final Thread thread = new Thread(this::run, "honest");
    private volatile boolean hurried;
    private final AtomicLong read = new AtomicLong();
    private volatile String begin = "";

    Honest(int port, byte[] head, byte[] request) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.getOutputStream().write(head);
      socket.getOutputStream().write(request);
      thread.start();
    }

    private void run() {
      byte[] part = new byte[64 << 10];
      try {
        socket.setSoTimeout(2_000);
        for (int got = 0; got >= 0; got = socket.getInputStream().read(part)) {
          if (read.getAndAdd(got) == 0) {
            begin = new String(part, 0, got, StandardCharsets.ISO_8859_1);
          }
          if (!hurried) {
            Thread.sleep(1_000L * got / part.length);
          }
        }
      } catch (IOException | InterruptedException end) {
        // nothing comes any more, for the connection is kept, or was cut
      }
    }

    long rest() throws InterruptedException {
      hurried = true;
      thread.join();
      return read.get();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void externalPayloads() throws Exception {
    Path files = Files.createDirectory(folder.resolve("files"));
    try (ServingWorker worker = quickWorker("--http", "--external-directory", files.toString());
        Bystander others = new Bystander(worker.location())) {
      others.isServed(1);
      List<byte[]> large = pointers(worker, files, 8, 1L << 30);
      List<HttpResponse<byte[]>> answers = new ArrayList<>();
      for (byte[] pointer : large) {
        answers.addAll(atOnce(8, 1, () -> post(worker, "/vgi.v2/bind", pointer)));
      }
      for (HttpResponse<byte[]> answer : answers) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(code(ByteSource.of(answer.body()))).isEqualTo("RESOURCE_EXHAUSTED");
      }
      // each of these would fit, though not all of them
      byte[] pointer = pointers(worker, files, 1, 150 << 20).get(0);
      for (HttpResponse<byte[]> answer :
          atOnce(8, 1, () -> post(worker, "/vgi.v2/bind", pointer))) {
        assertThat(answer.statusCode()).isIn(200, 503);
        if (answer.statusCode() == 200) {
          assertThat(code(ByteSource.of(answer.body())))
              .isIn("UNAVAILABLE", "RESOURCE_EXHAUSTED", "INVALID_ARGUMENT");
        }
      }
      others.isServed(3);
      assertThat(worker.peak()).isLessThan(MOST_KIB);
    }
  }

  /** Uploads {@code count} payloads, which are made {@code bytes} long on the disk. */
  private List<byte[]> pointers(ServingWorker worker, Path files, int count, long bytes)
      throws Exception {
    List<byte[]> pointers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Metadata ask =
          Metadata.builder()
              .put(MetadataKeys.METHOD, "__upload_url__")
              .put(MetadataKeys.REQUEST_VERSION, "1")
              .build();
      byte[] slots =
          post(worker, "/__upload_url__/init", IpcBytes.ofBatch(WireBatch.ofRows(1, ask), memory))
              .body();
      URI upload;
      URI download;
      try (WireBatch slot = IpcBytes.readBatch(slots, memory)) {
        upload = URI.create(((VarCharVector) slot.column(0)).getObject(0).toString());
        download = URI.create(((VarCharVector) slot.column(1)).getObject(0).toString());
      }
      HttpRequest put =
          HttpRequest.newBuilder(upload).PUT(HttpRequest.BodyPublishers.ofString("x")).build();
      assertThat(web.send(put, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(204);
      Metadata pointer = bind().toBuilder().put(MetadataKeys.LOCATION, download.toString()).build();
      WireSchema schema = WireSchema.of(Field.notNullable("request", ArrowType.Binary.INSTANCE));
      try (WireBatch empty =
          WireBatch.of(schema, List.of(schema.field(0).createVector(memory)), 0)) {
        pointers.add(IpcBytes.ofBatch(empty.withMetadata(pointer), memory));
      }
    }
    try (var list = Files.walk(files)) {
      for (Path file : list.filter(Files::isRegularFile).toList()) {
        if (Files.size(file) == 1) {
          FileTime expires = Files.getLastModifiedTime(file);
          try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
          }
          Files.setLastModifiedTime(file, expires);
        }
      }
    }
    return pointers;
  }

  @Test
  void bodiesThatAreLargerThanTheWorker() throws Exception {
    try (ServingWorker worker = quickWorker("--http", "--max-request-bytes", "4294967296");
        Bystander others = new Bystander(worker.location())) {
      others.isServed(1);
      String head =
          "POST /vgi.v2/bind HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + ARROW + "\r\n";
      assertThat(status(worker, head + "Content-Length: 2147483648\r\n\r\n", 0)).contains(" 413 ");
      assertThat(status(worker, head + "Content-Length: 300000000\r\n\r\n", 0)).contains(" 413 ");
      assertThat(status(worker, head + "Transfer-Encoding: chunked\r\n\r\n", 300 << 20))
          .contains(" 413 ");
      byte[] coded = Bomb.zstd(new byte[300 << 20]);
      assertThat(post(worker, "/vgi.v2/bind", coded, "Content-Encoding", "zstd").statusCode())
          .isEqualTo(413);
      others.isServed(3);
      assertThat(worker.peak()).isLessThan(MOST_KIB);
    }
  }

  /** The first line of the answer to {@code head} and as many bytes in chunks as are taken. */
  private static String status(ServingWorker worker, String head, long bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), worker.port())) {
      socket.setSoTimeout(20_000);
      byte[] chunk =
          ("100000\r\n" + "a".repeat(1 << 20) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      try {
        for (long sent = 0; sent < bytes; sent += 1 << 20) {
          socket.getOutputStream().write(chunk);
        }
      } catch (IOException refused) {
        assertThat(bytes).isPositive();
      }
      return new String(socket.getInputStream().readNBytes(30), StandardCharsets.US_ASCII);
    }
  }
}
