package io.vgi.rpc.internal.shm;

import static io.vgi.rpc.internal.shm.ShmClient.naming;
import static io.vgi.rpc.internal.shm.ShmClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.shm.ShmClient.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Conversations with a client that offers shared memory, through files of {@code /dev/shm}. */
@EnabledOnOs(OS.LINUX)
class SharedMemoryTest {
  private static final int HEADER = 65536;
  private static final int LARGE = 200_000;
  private static final Path DIRECTORY = Path.of("/dev/shm");

  private final BufferAllocator allocator = new RootAllocator();
  private final EchoWorker worker = new EchoWorker(allocator);
  private final ShmClient client = new ShmClient(allocator);
  private SegmentFile segment;

  @BeforeEach
  void makeSegment() throws IOException {
    segment = SegmentFile.create(DIRECTORY, 8 << 20);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    segment.close();
    allocator.close();
    assertThat(Files.readString(Path.of("/proc/self/maps"))).doesNotContain("vgi_test_");
  }

  private List<Batch> serve() throws IOException {
    return client.answers(worker.serve(client.toBytes()), segment);
  }

  private byte[] numbers(int rows, long first) {
    return client.whole(EchoWorker.numbers(allocator, rows, first));
  }

  /** Puts contents one behind the other into the segment; returns where each begins. */
  private long[] fill(byte[]... contents) throws IOException {
    return fill(segment, contents);
  }

  private static long[] fill(SegmentFile segment, byte[]... contents) throws IOException {
    long[] entries = new long[contents.length * 2];
    long[] offsets = new long[contents.length];
    long at = HEADER;
    for (int i = 0; i < contents.length; i++) {
      segment.put(at, contents[i]);
      offsets[i] = at;
      entries[2 * i] = at;
      entries[2 * i + 1] = contents[i].length;
      at += contents[i].length;
    }
    segment.entries(entries);
    return offsets;
  }

  @Test
  void aRequestMayBeAPointerAndItsAnswerIsInline() throws IOException {
    byte[] blob = new byte[LARGE];
    byte[] slot = client.whole(EchoWorker.blob(allocator, blob));
    long[] at = fill(slot, slot);
    client.stream(
        EchoWorker.BLOB,
        client.pointer(EchoWorker.BLOB, naming("length", segment).build(), at[0], slot.length))
        .stream(
            EchoWorker.BLOB,
            client.pointer(EchoWorker.BLOB, request("repeat").build(), at[1], slot.length));
    List<Batch> answers = serve();
    assertThat(answers.get(0).content()).isEqualTo(numbers(1, LARGE));
    assertThat(answers.get(1).pointer()).as("only batches of streams are pointers").isFalse();
    assertThat(answers.get(1).content()).isEqualTo(slot);
    assertThat(segment.count()).as("slots in use").isZero();
  }

  @Test
  void inputsAndAnswersOfAStreamArePointers() throws IOException {
    byte[] first = numbers(30_000, 0);
    byte[] second = numbers(30_000, 1_000_000);
    long[] at = fill(first, second);
    Metadata own = Metadata.of("vgi_batch_index", "7");
    client.call(naming("numbers", segment), new byte[0]).stream(
        EchoWorker.NUMBERS,
        client.pointer(EchoWorker.NUMBERS, own, at[0], first.length),
        EchoWorker.numbers(allocator, 10, 5),
        client.pointer(EchoWorker.NUMBERS, Metadata.EMPTY, at[1], second.length));
    List<Batch> answers = serve();
    assertThat(answers).hasSize(3);
    assertThat(answers.get(0).pointer()).isTrue();
    assertThat(answers.get(0).content()).isEqualTo(first);
    assertThat(answers.get(0).metadata().text("vgi_batch_index")).isEqualTo("7");
    assertThat(answers.get(1).pointer()).as("not worth it").isFalse();
    assertThat(answers.get(1).content()).isEqualTo(numbers(10, 5));
    assertThat(answers.get(2).content()).isEqualTo(second);
    assertThat(segment.count()).as("the answers, which the client has yet to free").isEqualTo(2);
  }

  @Test
  void onlyRequestsThatNameASegmentOrArePointersAreAnsweredThroughIt() throws IOException {
    client
        .call(naming("length", segment), new byte[5])
        .call(request("produce"), new byte[1])
        .ticks(2)
        .call(naming("produce", segment), new byte[1])
        .ticks(2);
    List<Batch> answers = serve();
    assertThat(answers.stream().map(Batch::pointer)).containsExactly(false, false, true);
    assertThat(answers.get(2).content()).isEqualTo(numbers(40_000, 0));
  }

  @Test
  void whatDoesNotFitIsInline() throws IOException {
    segment.entries(HEADER, (8 << 20) - HEADER - 700_000);
    client.call(naming("produce", segment), new byte[4]).ticks(5);
    List<Batch> answers = serve();
    assertThat(answers.stream().map(Batch::pointer)).containsExactly(true, true, false, false);
    for (int i = 0; i < 4; i++) {
      assertThat(answers.get(i).content()).isEqualTo(numbers(40_000, 40_000L * i));
    }
  }

  @Test
  void dictionariesComeWithoutSchemaAndGoInline() throws IOException {
    byte[] slot = client.messages(EchoWorker.words(allocator, 90_000));
    long[] at = fill(slot);
    client.call(naming("words", segment), new byte[0]).stream(
        EchoWorker.WORDS, client.pointer(EchoWorker.WORDS, Metadata.EMPTY, at[0], slot.length));
    List<Batch> answers = serve();
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0).pointer()).isFalse();
    assertThat(answers.get(0).content())
        .isEqualTo(client.whole(EchoWorker.words(allocator, 90_000)));
    assertThat(segment.count()).isZero();
  }

  @Test
  void aNewNameReplacesTheSegment() throws IOException {
    byte[] slot = client.whole(EchoWorker.blob(allocator, new byte[LARGE]));
    try (SegmentFile second = SegmentFile.create(DIRECTORY, 1 << 20)) {
      long[] at = fill(second, slot);
      client.call(naming("produce", segment), new byte[1]).ticks(2).stream(
          EchoWorker.BLOB,
          client.pointer(EchoWorker.BLOB, naming("length", second).build(), at[0], slot.length));
      client.call(request("produce"), new byte[1]).ticks(2);
      List<Boolean> mapped = new ArrayList<>();
      worker.turn = () -> mapped.add(maps().contains(segment.name()));
      List<Batch> answers = serve();
      assertThat(mapped).as("the first segment").containsExactly(true, true, false, false);
      assertThat(answers.get(0).pointer()).isTrue();
      assertThat(answers.get(1).content()).isEqualTo(numbers(1, LARGE));
      assertThat(second.count()).isZero();
    }
  }

  private static String maps() throws IOException {
    return Files.readString(Path.of("/proc/self/maps"));
  }

  @Test
  void pointersWithoutASegmentAreErrorsAndTheConnectionStays() throws IOException {
    client.stream(
            EchoWorker.BLOB, client.pointer(EchoWorker.BLOB, request("length").build(), HEADER, 80))
        .call(request("numbers"), new byte[0])
        .stream(EchoWorker.NUMBERS, client.pointer(EchoWorker.NUMBERS, Metadata.EMPTY, HEADER, 80))
        .call(request("length"), new byte[9]);
    List<Batch> answers = serve();
    assertThat(answers.get(0).error()).startsWith("ValueError: ").contains("has none");
    assertThat(answers.get(1).error()).startsWith("ValueError: ").contains("has none");
    assertThat(answers.get(2).content()).isEqualTo(numbers(1, 9));
  }

  @Test
  void segmentsThatCannotBeUsedAreErrorsAndTheConnectionStays() throws IOException {
    try (SegmentFile damaged = SegmentFile.create(DIRECTORY, 1 << 20);
        SegmentFile cut = SegmentFile.create(DIRECTORY, 1 << 20)) {
      damaged.entries(HEADER, 8, HEADER, 8);
      cut.truncate(100);
      client
          .call(naming("length", damaged), new byte[1])
          .call(naming("length", cut), new byte[1])
          .call(request("length").put("vgi_rpc.shm_segment_name", "../etc/passwd"), new byte[1])
          .call(naming("length", segment), new byte[1]);
      List<Batch> answers = serve();
      assertThat(answers.get(0).error()).contains("is damaged");
      assertThat(answers.get(1).error()).contains("it has only 100 bytes");
      assertThat(answers.get(2).error()).contains("The name of a shared memory segment");
      assertThat(answers.get(3).content()).isEqualTo(numbers(1, 1));
    }
  }

  @Test
  void aSegmentOutOfReachIsDoneWithout() throws IOException {
    byte[] slot = client.whole(EchoWorker.blob(allocator, new byte[LARGE]));
    try (SegmentFile missing = SegmentFile.create(DIRECTORY, 1 << 20)) {
      missing.delete();
      client.call(naming("produce", missing), new byte[1]).ticks(2).stream(
              EchoWorker.BLOB,
              client.pointer(EchoWorker.BLOB, naming("length", missing).build(), 1, slot.length))
          .call(naming("length", segment), new byte[1]);
      List<Batch> answers = serve();
      assertThat(answers.get(0).pointer()).isFalse();
      assertThat(answers.get(0).content()).isEqualTo(numbers(40_000, 0));
      assertThat(answers.get(1).error()).contains("there is no such file");
      assertThat(answers.get(2).content()).isEqualTo(numbers(1, 1));
    }
  }

  @Test
  void pointersToNowhereAreErrors() throws IOException {
    byte[] slot = client.whole(EchoWorker.blob(allocator, new byte[LARGE]));
    String[][] wrong = {
      {"65544", "80", "Nothing is allocated"},
      {"-65536", "80", "Nothing is allocated"},
      {"65536", "999999999", "cannot be in a slot"},
      {"65536", "0", "cannot be in a slot"},
      {"65536", "", "bad value of 'vgi_rpc.shm_length'"},
      {"0x10000", "80", "bad value of 'vgi_rpc.shm_offset'"},
      {"99999999999999999999", "80", "bad value of 'vgi_rpc.shm_offset'"},
    };
    for (String[] pointer : wrong) {
      fill(slot);
      Metadata metadata =
          naming("length", segment)
              .put("vgi_rpc.shm_offset", pointer[0])
              .put("vgi_rpc.shm_length", pointer[1])
              .build();
      WireBatch empty = client.pointer(EchoWorker.BLOB, Metadata.EMPTY, 0, 0);
      ShmClient one =
          new ShmClient(allocator).stream(EchoWorker.BLOB, empty.withMetadata(metadata));
      List<Batch> answers = one.answers(worker.serve(one.toBytes()), segment);
      assertThat(answers.get(0).error()).contains(pointer[2]);
    }
  }

  @Test
  void slotsThatHoldSomethingElseAreErrorsAndFree() throws IOException {
    byte[] cut = java.util.Arrays.copyOf(numbers(100, 0), 400);
    byte[] other = client.whole(EchoWorker.blob(allocator, new byte[8]));
    byte[][] contents = {new byte[64], cut, other, client.messages(numbersBatch())};
    String[] why = {"no Arrow stream", "no Arrow stream", "has other columns", "no Arrow stream"};
    for (int i = 0; i < contents.length; i++) {
      long[] at = fill(contents[i]);
      ShmClient one =
          new ShmClient(allocator)
              .call(naming("numbers", segment), new byte[0]).stream(
                  EchoWorker.NUMBERS,
                  client.pointer(EchoWorker.NUMBERS, Metadata.EMPTY, at[0], contents[i].length));
      List<Batch> answers = one.answers(worker.serve(one.toBytes()), segment);
      assertThat(answers.get(0).error()).contains(why[i]);
      assertThat(segment.count()).as("slots in use").isZero();
    }
  }

  private WireBatch numbersBatch() {
    return EchoWorker.numbers(allocator, 100, 0);
  }

  @Test
  void aCompleteStreamInASlotWithDictionariesIsAnError() throws IOException {
    byte[] slot = client.whole(EchoWorker.words(allocator, 100));
    long[] at = fill(slot);
    client.call(naming("words", segment), new byte[0]).stream(
        EchoWorker.WORDS, client.pointer(EchoWorker.WORDS, Metadata.EMPTY, at[0], slot.length));
    assertThat(serve().get(0).error()).contains("no Arrow stream");
  }

  @Test
  void aSegmentThatIsDeletedMeanwhileGoesOn() throws IOException {
    worker.turn = () -> segment.delete();
    client.call(naming("produce", segment), new byte[2]).ticks(3);
    List<Batch> answers = serve();
    assertThat(answers.stream().map(Batch::pointer)).containsExactly(true, true);
    assertThat(answers.get(1).content()).isEqualTo(numbers(40_000, 40_000));
  }

  @Test
  void aSegmentThatIsCutOffMeanwhileIsAnErrorOfTheStreamOnly() throws IOException {
    worker.turn = () -> segment.truncate(HEADER / 2);
    client
        .call(naming("produce", segment), new byte[2])
        .ticks(3)
        .call(request("length"), new byte[9]);
    List<Batch> answers = serve();
    assertThat(answers.get(0).error()).contains("its file was cut off");
    assertThat(answers.get(1).content()).isEqualTo(numbers(1, 9));
  }

  @Test
  void aTableThatIsDamagedMeanwhileIsAnErrorOfTheStreamOnly() throws IOException {
    worker.turn = () -> segment.putInt(16, 4095);
    client
        .call(naming("produce", segment), new byte[2])
        .ticks(3)
        .call(request("length"), new byte[9]);
    List<Batch> answers = serve();
    assertThat(answers.get(0).error()).contains("announces 4095 ranges");
    assertThat(answers.get(1).content()).isEqualTo(numbers(1, 9));
  }

  @Test
  void clientsByPipeAreToldThatTheyMayOfferASegment() throws IOException {
    client.stream(
        EchoWorker.BLOB,
        EchoWorker.blob(allocator, new byte[0])
            .withMetadata(request("__transport_options__").build()));
    assertThat(serve().get(0).metadata().text("vgi_rpc.transport.shm")).isEqualTo("true");
  }

  @Test
  void clientsFromElsewhereHaveNoAccessToFiles() throws IOException {
    try (SharedMemory shared = new SharedMemory(false, allocator, IpcLimits.DEFAULT);
        WireBatch plain = EchoWorker.blob(allocator, new byte[1]);
        WireBatch pointer =
            client.pointer(EchoWorker.BLOB, naming("length", segment).build(), HEADER, 8)) {
      WireBatch naming = plain.withMetadata(naming("length", segment).build());
      assertThat(shared.isOffered()).isFalse();
      assertThat(shared.request(naming)).isSameAs(naming);
      assertThat(maps()).doesNotContain(segment.name());
      assertThatThrownBy(() -> shared.request(pointer))
          .isInstanceOf(VgiException.class)
          .hasMessageContaining("has none");
    }
  }

  @Test
  void connectionsHaveASegmentEach() throws Exception {
    int connections = 2;
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        long first = 1_000_000_000L * i;
        running.add(threads.submit(() -> echoOften(first)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private Void echoOften(long first) throws IOException {
    for (int round = 0; round < 20; round++) {
      try (SegmentFile own = SegmentFile.create(DIRECTORY, 4 << 20)) {
        byte[][] slots = new byte[4][];
        for (int i = 0; i < slots.length; i++) {
          slots[i] = numbers(25_000, first + 25_000L * i);
        }
        long[] at = fill(own, slots);
        WireBatch[] inputs = new WireBatch[slots.length];
        for (int i = 0; i < slots.length; i++) {
          inputs[i] = client.pointer(EchoWorker.NUMBERS, Metadata.EMPTY, at[i], slots[i].length);
        }
        ShmClient one =
            new ShmClient(allocator)
                .call(naming("numbers", own), new byte[0]).stream(EchoWorker.NUMBERS, inputs);
        List<Batch> answers = one.answers(worker.serve(one.toBytes()), own);
        assertThat(answers).hasSize(slots.length);
        for (int i = 0; i < slots.length; i++) {
          assertThat(answers.get(i).pointer()).isTrue();
          assertThat(answers.get(i).content()).isEqualTo(slots[i]);
        }
      }
    }
    return null;
  }

  @Test
  void theSegmentsOfClosedConnectionsDoNotPileUp() throws IOException {
    for (int i = 0; i < 200; i++) {
      try (SegmentFile own = SegmentFile.create(DIRECTORY, 64 << 20)) {
        ShmClient one = new ShmClient(allocator).call(naming("produce", own), new byte[2]).ticks(3);
        assertThat(one.answers(worker.serve(one.toBytes()), own)).hasSize(2);
        assertThat(maps()).doesNotContain(own.name());
      }
    }
  }
}
