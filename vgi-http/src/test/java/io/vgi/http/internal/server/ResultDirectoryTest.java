package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.external.ExternalStorage;
import io.vgi.http.external.FileStorage;
import io.vgi.http.external.UploadSlot;
import io.vgi.rpc.Listener;
import io.vgi.rpc.counting.Counting;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose files are touched in a directory of results, and how many there may be. */
@Timeout(60)
class ResultDirectoryTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final BufferAllocator server = new RootAllocator();
  private final BufferAllocator memory = new RootAllocator();
  private final List<Listener> listeners = new ArrayList<>();
  private final HttpClient web = HttpClient.newHttpClient();
  @TempDir private Path folder;

  @AfterEach
  void nothingLeaks() {
    listeners.forEach(Listener::close);
    memory.close();
    server.close();
  }

  /** The names of an nginx cache, of thumbnails, and of results of another kind. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0123456789abcdef0123456789abcdef",
        "0123456789abcdef0123456789abcdef.part",
        "readme.txt",
        "x.vgi-result",
        "0123456789abcdef0123456789abcdeg.vgi-result"
      })
  void aDirectoryWithFilesOfOthersIsRefusedAndStaysAsItIs(String name) throws Exception {
    Path file = Files.writeString(folder.resolve(name), "precious");
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    assertThatThrownBy(() -> FileStorage.in(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "The directory '"
                + folder.toRealPath()
                + "' cannot be that of results, as it holds other files, such as '"
                + name
                + "'; name an empty one, or one that is for results only");
    assertThat(file).hasContent("precious");
  }

  @Test
  void whatComesLaterIsNotTouchedEither() throws Exception {
    ExternalStorage storage = FileStorage.in(folder);
    Path file = Files.writeString(folder.resolve("0".repeat(32)), "precious");
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    storage.close();
    assertThat(file).hasContent("precious");
  }

  @Test
  void severalWorkersShareADirectoryAndItsLimit() throws Exception {
    ExternalStorage one = storage(FileStorage.builder(folder).maxBytes(1_000));
    ExternalStorage two = storage(FileStorage.builder(folder).maxBytes(1_000));
    one.store(List.of(ByteBuffer.allocate(600)), 600, Duration.ofSeconds(2));
    // a limit is looked at again at most once a second
    Thread.sleep(1_100);
    assertThatThrownBy(
            () -> {
              two.store(List.of(ByteBuffer.allocate(400)), 400, HOUR);
              two.store(List.of(ByteBuffer.allocate(1)), 1, HOUR);
              Thread.sleep(1_100);
              two.store(List.of(ByteBuffer.allocate(600)), 600, HOUR);
            })
        .isInstanceOf(IOException.class)
        .hasMessage("The directory of results holds as much as it may, 1000 bytes");
    assertThat(names()).noneMatch(name -> name.endsWith("part"));
    Thread.sleep(2_000);
    // the first has expired
    two.store(List.of(ByteBuffer.allocate(300)), 300, HOUR);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 1_001})
  void uploadsCountToo(int bytes) throws Exception {
    ExternalStorage storage = storage(FileStorage.builder(folder).maxBytes(1_000));
    UploadSlot slot = storage.slot(1 << 20, HOUR);
    HttpRequest put =
        HttpRequest.newBuilder(slot.upload())
            .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes]))
            .build();
    HttpResponse<String> answer = web.send(put, HttpResponse.BodyHandlers.ofString());
    if (bytes <= 1_000) {
      assertThat(answer.statusCode()).isEqualTo(204);
    } else {
      assertThat(answer.statusCode()).isEqualTo(507);
      assertThat(answer.body()).contains("holds as much as it may, 1000 bytes");
      // and what was refused takes no room
      while (!names().isEmpty()) {
        Thread.sleep(10);
      }
      storage.store(List.of(ByteBuffer.allocate(1_000)), 1_000, HOUR);
    }
  }

  @Test
  void aCallerHasSoManyPlaces() throws Exception {
    Listener listener =
        listen(HttpOptions.builder().externalStorage(FileStorage.in(folder)).maxUploadSlots(3));
    HttpCaller caller = new HttpCaller(listener, memory);
    byte[] ask = caller.tick(HttpCaller.request("__upload_url__"));
    for (int i = 0; i < 3; i++) {
      assertThat(caller.error(caller.post("/__upload_url__/init", ask))).isEqualTo("null");
    }
    assertThat(caller.error(caller.post("/__upload_url__/init", ask)))
        .contains("has as many places for uploads as it may have at once, 3");
  }

  private ExternalStorage storage(FileStorage.Builder from) throws IOException {
    ExternalStorage storage = from.open();
    listen(HttpOptions.builder().externalStorage(storage));
    return storage;
  }

  private Listener listen(HttpOptions.Builder options) throws IOException {
    Listener listener =
        HttpServer.start(
            new Counting().server(server).build(), options.grace(Duration.ofSeconds(2)).build());
    listeners.add(listener);
    return listener;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).toList();
    }
  }
}
