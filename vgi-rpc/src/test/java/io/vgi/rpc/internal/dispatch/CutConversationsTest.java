package io.vgi.rpc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.SocketOptions;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that are cut or stall at every byte, large ones before small ones, two connections in
 * turns: every whole request is answered by its own bytes, whatever the buffers had before.
 */
@Timeout(180)
class CutConversationsTest {
  private static final Field BYTES = Field.notNullable("bytes", new ArrowType.Binary());
  private static final Field WORD =
      new Field(
          "word",
          new FieldType(
              true,
              new ArrowType.Utf8(),
              new DictionaryEncoding(1, false, new ArrowType.Int(8, true))),
          List.of());
  private static final WireSchema PARAMS = WireSchema.of(BYTES, WORD);
  private static final WireSchema RESULT = WireSchema.of(BYTES);
  private static final int[] SIZES = {0, 1, 7, 60, 8_000, 33_000, 64 << 10, 70_000, 290_000};
  private static final int TOO_MUCH = 300_000;
  private static final String ERROR = "error";

  private final BufferAllocator memory = new RootAllocator();
  private final BufferAllocator client = new RootAllocator();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private RpcServer server;
  private Listener listener;
  @TempDir Path folder;

  @BeforeEach
  void listen() throws IOException {
    TestWorker worker = new TestWorker(memory);
    worker.add(echo("row", true, 0));
    worker.add(echo("vectors", false, 0));
    worker.add(echo("late", true, 120));
    server = worker.builder().bodyLimit(TOO_MUCH).build();
    listener = server.unix(folder.resolve("s"), SocketOptions.DEFAULT);
  }

  @AfterEach
  void nothingLeaks() throws IOException {
    listener.close();
    server.close();
    threads.shutdownNow();
    client.close();
    memory.close();
  }

  /** Answers with what came, read in place or by vectors. */
  private static Method echo(String name, boolean inPlace, long millis) {
    return new Method.Unary(
        name,
        PARAMS,
        RESULT,
        (call, in) -> {
          Thread.sleep(millis);
          byte[] bytes;
          String word;
          if (inPlace) {
            WireRecord record = WireRecord.read("echo", in);
            bytes = record.needBytes("bytes");
            word = record.needText("word");
          } else {
            bytes = ((VarBinaryVector) in.column(0)).get(0);
            word = WireRecord.read("echo", in).needText("word");
          }
          return bytes(joined(bytes, word), call.allocator());
        });
  }

  private static byte[] joined(byte[] bytes, String word) {
    return joined(bytes, word.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] joined(byte[] bytes, byte[] end) {
    byte[] all = Arrays.copyOf(bytes, bytes.length + end.length);
    System.arraycopy(end, 0, all, bytes.length, end.length);
    return all;
  }

  private static WireBatch bytes(byte[] value, BufferAllocator allocator) {
    VarBinaryVector vector = new VarBinaryVector("bytes", allocator);
    vector.setSafe(0, value);
    vector.setValueCount(1);
    return WireBatch.of(RESULT, List.of(vector), 1);
  }

  /** A request, and the sum of what it is answered, or {@link #ERROR}. */
  private record Request(byte[] sent, String answer) {}

  private static String sum(byte[] bytes) {
    return bytes.length + ":" + Arrays.hashCode(bytes);
  }

  private Request request(String method, byte[] value, String word) throws IOException {
    VarBinaryVector bytes = new VarBinaryVector("bytes", client);
    bytes.setSafe(0, value);
    bytes.setValueCount(1);
    VarCharVector words = new VarCharVector("word", client);
    words.setSafe(0, word.getBytes(StandardCharsets.UTF_8));
    words.setValueCount(1);
    Metadata metadata = Script.request(method);
    WireBatch batch = WireBatch.of(PARAMS, List.of(bytes, words), 1, metadata);
    byte[] sent = new Script(client).stream(PARAMS, batch).toBytes();
    boolean good = !method.equals("unknown") && value.length < TOO_MUCH;
    return new Request(sent, good ? sum(joined(value, word)) : ERROR);
  }

  private Request any(Random random) throws IOException {
    byte[] value = new byte[SIZES[random.nextInt(SIZES.length)] + random.nextInt(50)];
    random.nextBytes(value);
    String word = "word".repeat(random.nextInt(40)) + random.nextInt(9);
    return switch (random.nextInt(30)) {
      case 0, 1 -> request("unknown", value, word);
      case 2, 3 -> request("row", Arrays.copyOf(value, TOO_MUCH + random.nextInt(90)), word);
      case 4 -> new Request(new Script(client).call("row", 7).toBytes(), ERROR); // other columns
      case 5 -> request("late", value, word);
      default -> request(random.nextBoolean() ? "row" : "vectors", value, word);
    };
  }

  /** A connection, whose answers are read while requests are sent. */
  private final class Caller implements AutoCloseable {
    private final WritableByteChannel out;
    private final Future<byte[]> answers;
    private final Future<?> serving;

    Caller(boolean socket) throws IOException {
      if (socket) {
        Path path = folder.resolve("s");
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        out = channel;
        answers = threads.submit(() -> all(channel));
        serving = null;
      } else {
        Pipe requests = Pipe.open();
        Pipe back = Pipe.open();
        out = requests.sink();
        answers = threads.submit(() -> all(back.source()));
        serving =
            threads.submit(
                () -> {
                  try (Pipe.SourceChannel source = requests.source();
                      Pipe.SinkChannel sink = back.sink()) {
                    server.serve(source, sink);
                  } catch (IOException cut) {
                    // as a connection that ends within a request does
                  }
                });
      }
    }

    void send(byte[] bytes, int from, int to) throws IOException {
      ByteBuffer piece = ByteBuffer.wrap(bytes, from, to - from);
      while (piece.hasRemaining()) {
        out.write(piece);
      }
    }

    /** Says that no more comes; what was answered. */
    List<String> end() throws Exception {
      if (out instanceof SocketChannel socket) {
        socket.shutdownOutput();
      } else {
        out.close();
      }
      byte[] all = answers.get();
      if (serving != null) {
        serving.get();
      }
      return sums(all);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  private static byte[] all(ReadableByteChannel channel) throws IOException {
    return Channels.newInputStream(channel).readAllBytes();
  }

  private List<String> sums(byte[] output) throws IOException {
    List<String> found = new ArrayList<>();
    ByteSource source = ByteSource.of(output);
    while (true) {
      try (StreamReader in = StreamReader.open(source, client, IpcLimits.DEFAULT)) {
        if (in == null) {
          return found;
        }
        for (WireBatch next = in.next(); next != null; next = in.next()) {
          try (WireBatch batch = next) {
            boolean data = batch.rows() == 1 && in.schema().equals(RESULT);
            if (data && !batch.metadata().has(MetadataKeys.LOG_LEVEL)) {
              found.add(sum(((VarBinaryVector) batch.column(0)).get(0)));
            } else {
              found.add(ERROR);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void atEveryByte(boolean socket) throws Exception {
    Request large = request("row", "L".repeat(5_000).getBytes(StandardCharsets.UTF_8), "large");
    Request small = request("row", "tiny".getBytes(StandardCharsets.UTF_8), "w");
    Request wrong = request("unknown", new byte[100], "x");
    byte[] bytes = joined(joined(large.sent(), wrong.sent()), small.sent());
    int first = large.sent().length;
    int second = first + wrong.sent().length;
    for (int at = 0; at <= bytes.length; at += at < 300 || at > first - 300 ? 1 : 61) {
      try (Caller stalls = new Caller(socket);
          Caller cut = new Caller(socket)) {
        stalls.send(bytes, 0, at);
        cut.send(bytes, 0, at);
        List<String> seen = cut.end();
        stalls.send(bytes, at, bytes.length);
        List<String> all = List.of(large.answer(), ERROR, small.answer());
        assertThat(stalls.end()).as("stall at %s", at).isEqualTo(all);
        int whole = at == bytes.length ? 3 : at >= second ? 2 : at >= first ? 1 : 0;
        // a request may be answered before the end of its stream has come, and one that is cut
        // with an error
        assertThat(seen).as("cut at %s", at).hasSizeBetween(whole, Math.min(3, whole + 1));
        assertThat(seen.subList(0, whole)).as("cut at %s", at).isEqualTo(all.subList(0, whole));
        if (seen.size() > whole) {
          assertThat(seen.get(whole)).as("cut at %s", at).isIn(ERROR, all.get(whole));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void twoInTurns(boolean socket) throws Exception {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      List<Caller> callers = new ArrayList<>();
      List<byte[]> bytes = new ArrayList<>();
      List<List<String>> expected = new ArrayList<>();
      for (int who = 0; who < 2; who++) {
        callers.add(new Caller(socket));
        byte[] all = {};
        List<String> answers = new ArrayList<>();
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
          Request next = any(random);
          answers.add(next.answer());
          all = joined(all, next.sent());
        }
        bytes.add(all);
        expected.add(answers);
      }
      int[] at = new int[2];
      while (at[0] < bytes.get(0).length || at[1] < bytes.get(1).length) {
        int who = random.nextInt(2);
        int most = random.nextBoolean() ? 40 : 1 + SIZES[random.nextInt(SIZES.length)];
        int to = Math.min(bytes.get(who).length, at[who] + 1 + random.nextInt(most));
        callers.get(who).send(bytes.get(who), at[who], to);
        at[who] = to;
        if (random.nextInt(50) == 0) {
          Thread.sleep(1);
        }
      }
      for (int who = 0; who < 2; who++) {
        try (Caller caller = callers.get(who)) {
          assertThat(caller.end()).as("seed %s, %s", seed, who).isEqualTo(expected.get(who));
        }
      }
    }
  }
}
