package io.vgi.rpc.internal.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Wide offsets, views of texts and lists, narrow decimals: read as the usual vectors. */
class OtherFormsTest {
  private static final int STREAMS = 500;
  private static final int DAMAGED_STREAMS = 200;
  private static final int MUTATIONS = 50;
  private static final int[] WORDS = {-1, 0, 1, 2, 7, 1 << 20, Integer.MAX_VALUE - 7};
  private static final Field INTEGER = Field.nullable("l", new ArrowType.Int(32, true));

  private final BufferAllocator allocator = new RootAllocator(512L << 20);

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  private static WireSchema usual(WireSchema schema) {
    return WireSchema.of(schema.decoded().fields().stream().map(Layout::usual).toList());
  }

  @Test
  void everyFormReadsAsTheUsual() throws IOException {
    for (long seed = 0; seed < STREAMS; seed++) {
      Random random = new Random(seed);
      WireSchema schema =
          usual(seed == 0 ? RandomSchemas.everyType() : new RandomSchemas(random).next());
      WireSchema wire = FormStreams.forms(schema, random);
      try (WireBatch batch =
          new RandomBatches(random, allocator).next(schema, random.nextInt(40), (int) seed % 11)) {
        byte[] bytes = FormStreams.write(wire, batch, random, allocator);
        try (WireBatch read = IpcBytes.readBatch(bytes, allocator)) {
          assertThat(read.schema()).as("seed %d", seed).isEqualTo(schema);
          assertThat(Snapshot.of(read).equals(Snapshot.of(batch))).as("seed %d", seed).isTrue();
          // what was read is written as any other batch
          byte[] again = IpcBytes.ofBatch(read, allocator);
          try (WireBatch twice = IpcBytes.readBatch(again, allocator)) {
            assertThat(Snapshot.of(twice).equals(Snapshot.of(batch))).isTrue();
          }
        }
      }
    }
  }

  @Test
  void damagedFormsAreRefusedOrCanBeUsed() {
    int[] outcomes = new int[2];
    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          for (int seed = 0; seed < DAMAGED_STREAMS; seed++) {
            Random random = new Random(seed);
            WireSchema schema = usual(new RandomSchemas(random).next());
            byte[] bytes;
            try (WireBatch batch =
                new RandomBatches(random, allocator).next(schema, 1 + random.nextInt(9), 2)) {
              WireSchema wire = FormStreams.forms(schema, random);
              bytes = FormStreams.write(wire, batch, random, allocator);
            }
            for (int i = 0; i < MUTATIONS; i++) {
              outcomes[use(damage(bytes.clone(), random)) ? 0 : 1]++;
              assertThat(allocator.getAllocatedMemory()).isZero();
            }
          }
        });
    assertThat(outcomes[0]).isGreaterThan(1000);
    assertThat(outcomes[1]).isGreaterThan(1000);
  }

  private static byte[] damage(byte[] bytes, Random random) {
    for (int i = random.nextInt(3); i >= 0; i--) {
      int word = WORDS[random.nextInt(WORDS.length)];
      int at = random.nextInt(bytes.length / 4) * 4;
      if (random.nextBoolean()) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, word);
      } else {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
      }
    }
    return bytes;
  }

  private boolean use(byte[] bytes) {
    try (StreamReader in = StreamReader.open(ByteSource.of(bytes), allocator, IpcLimits.DEFAULT);
        WireBatch batch = in == null ? null : in.next()) {
      if (batch != null && batch.rows() < 1000) {
        Snapshot.of(batch);
        IpcBytes.ofBatch(batch, allocator);
      }
      return batch != null;
    } catch (InvalidBatchException | IOException refused) {
      return false;
    }
  }

  /** Reads a batch that may take {@code bodyBytes}, or fails. */
  private WireBatch read(byte[] bytes, long bodyBytes) throws IOException {
    IpcLimits limits = new IpcLimits(1 << 20, bodyBytes, 1 << 20);
    try (StreamReader in = StreamReader.open(ByteSource.of(bytes), allocator, limits)) {
      return in.next();
    }
  }

  private void assertTakes(byte[] bytes, long most) throws IOException {
    read(bytes, most).close();
    assertThatThrownBy(() -> read(bytes, most - 1))
        .isInstanceOf(InvalidBatchException.class)
        .hasMessageContaining("takes more than " + (most - 1) + " bytes when decoded");
  }

  private void assertRefused(byte[] bytes, String why) {
    assertThatThrownBy(() -> read(bytes, 1 << 20))
        .isInstanceOf(InvalidBatchException.class)
        .hasMessageContaining(why);
  }

  /** {@code rows} views of one text of {@code length}, which lies there once. */
  private byte[] views(int rows, int length, int buffer, int offset, int said) {
    Field field = Field.nullable("v", new ArrowType.Utf8View());
    ViewVarCharVector vector = (ViewVarCharVector) field.createVector(allocator);
    vector.allocateNew(rows);
    vector.setSafe(0, new byte[length]);
    vector.setValueCount(rows);
    ArrowBuf views = vector.getDataBuffer();
    for (int row = 0; row < rows; row++) {
      views.setInt(16L * row, said);
      views.setInt(16L * row + 8, buffer);
      views.setInt(16L * row + 12, offset);
      vector.getValidityBuffer().setByte(row / 8, 0xff);
    }
    try (WireBatch batch = WireBatch.of(WireSchema.of(field), List.of(vector), rows)) {
      return IpcBytes.ofBatch(batch, allocator);
    }
  }

  @Test
  void textsTakeWhatTheyTakeAndNoMore() throws IOException {
    // all the texts, the offsets, and the validity that the vector makes
    assertTakes(views(64, 1000, 0, 0, 1000), 64 * 1000 + 4 * 65 + 8);
  }

  @Test
  void viewsOutsideTheirTextsAreRefused() throws IOException {
    read(views(3, 20, 0, 7, 13), 1 << 20).close();
    assertRefused(views(3, 20, 0, 8, 13), "outside its buffers");
    assertRefused(views(3, 20, 1, 0, 20), "outside its buffers");
    assertRefused(views(3, 20, -1, 0, 20), "outside its buffers");
    assertRefused(views(3, 20, 0, -1, 20), "outside its buffers");
    assertRefused(views(3, 20, 0, Integer.MAX_VALUE, 20), "outside its buffers");
    assertRefused(views(3, 20, 0, 0, -1), "negative length");
  }

  /** {@code rows} views of the same list of {@code held} numbers. */
  private byte[] lists(int rows, int held, int place, int size) {
    Field field = new Field("v", FieldType.nullable(new ArrowType.ListView()), List.of(INTEGER));
    ListViewVector vector = (ListViewVector) field.createVector(allocator);
    vector.setInitialCapacity(rows);
    vector.allocateNew();
    IntVector numbers = (IntVector) vector.getDataVector();
    numbers.allocateNew(held);
    for (int i = 0; i < held; i++) {
      numbers.set(i, i);
    }
    numbers.setValueCount(held);
    for (int row = 0; row < rows; row++) {
      vector.setOffset(row, 0);
      vector.setSize(row, held);
      vector.setValidity(row, 1);
    }
    vector.setValueCount(rows);
    for (int row = 0; row < rows; row++) {
      vector.getOffsetBuffer().setInt(4L * row, place);
      vector.getSizeBuffer().setInt(4L * row, size);
    }
    try (WireBatch batch = WireBatch.of(WireSchema.of(field), List.of(vector), rows)) {
      return IpcBytes.ofBatch(batch, allocator);
    }
  }

  @Test
  void listsThatOverlapTakeWhatTheyTakeAndNoMore() throws IOException {
    int total = 64 * 1000;
    // the order of the elements, their numbers and validity, and the offsets; two validities of
    // the vectors' own
    assertTakes(lists(64, 1000, 0, 1000), 4 * total + 4 * total + total / 8 + 4 * 65 + 8 + 125);
    try (WireBatch batch = read(lists(3, 5, 1, 4), 1 << 20)) {
      assertThat(((ListVector) batch.column(0)).getObject(2)).hasToString("[1,2,3,4]");
    }
  }

  @Test
  void listsOutsideTheirElementsAreRefused() throws IOException {
    read(lists(1, 5, 5, 0), 1 << 20).close();
    read(lists(1, 5, 2, 3), 1 << 20).close();
    assertRefused(lists(1, 5, 2, 4), "outside its elements");
    assertRefused(lists(1, 5, 6, 0), "outside its elements");
    assertRefused(lists(1, 5, -1, 2), "outside its elements");
    assertRefused(lists(1, 5, 2, -1), "outside its elements");
    assertRefused(lists(1, 5, Integer.MAX_VALUE, Integer.MAX_VALUE), "outside its elements");
  }

  private byte[] in(ArrowType type, FieldVector usual) {
    Field from = usual.getField();
    WireSchema wire = WireSchema.of(new Field("v", FieldType.nullable(type), from.getChildren()));
    try (WireBatch batch =
        WireBatch.of(WireSchema.of(from), List.of(usual), usual.getValueCount())) {
      return FormStreams.write(wire, batch, new Random(1), allocator);
    }
  }

  private VarCharVector texts(int rows) {
    VarCharVector texts = new VarCharVector("v", allocator);
    texts.allocateNew();
    for (int row = 0; row < rows; row++) {
      texts.setSafe(row, new byte[] {'x'});
    }
    texts.setValueCount(rows);
    return texts;
  }

  @Test
  void narrowDecimalsTakeWhatTheyTakeAndNoMore() throws IOException {
    for (int bits : new int[] {32, 64}) {
      DecimalVector decimals = new DecimalVector("v", allocator, 9, 2);
      decimals.allocateNew(64);
      for (int row = 0; row < 64; row++) {
        decimals.set(row, -row);
      }
      decimals.setValueCount(64);
      byte[] bytes = in(new ArrowType.Decimal(9, 2, bits), decimals);
      assertTakes(bytes, 16 * 64);
      try (WireBatch batch = read(bytes, 1 << 20)) {
        assertThat(((DecimalVector) batch.column(0)).getObject(63)).hasToString("-0.63");
      }
    }
  }

  @Test
  void wideOffsetsThatAreNoneAreRefused() {
    byte[] bytes = in(new ArrowType.LargeUtf8(), texts(2));
    // the offsets 0, 1, 2 lie once in the stream
    int at = 0;
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.getLong(at) != 0 || buffer.getLong(at + 8) != 1 || buffer.getLong(at + 16) != 2) {
      at += 8;
    }
    buffer.putLong(at + 16, 3);
    assertRefused(bytes, "beyond its data");
    buffer.putLong(at + 16, 1L << 32);
    assertRefused(bytes, "beyond its data");
    buffer.putLong(at + 16, 0);
    assertRefused(bytes, "backwards");
    buffer.putLong(at, -1);
    assertRefused(bytes, "negative offset");
  }

  @Test
  void decimalsOfOtherWidthsAreRefused() {
    byte[] schema =
        IpcBytes.ofSchema(WireSchema.of(Field.nullable("v", new ArrowType.Decimal(9, 2, 16))));
    assertThatThrownBy(() -> IpcBytes.readSchema(schema, allocator))
        .hasMessageContaining("16 bits");
  }

  @Test
  void emptyBatchesOfEveryFormTakeNoMemory() throws IOException {
    for (long seed = 0; seed < 100; seed++) {
      WireSchema schema = FormStreams.forms(RandomSchemas.everyType(), new Random(seed));
      ByteSink.Bytes sink = ByteSink.toBytes();
      try (BufferAllocator none = allocator.newChildAllocator("none", 0, 0);
          StreamWriter out = new StreamWriter(sink, schema, none)) {
        out.writeEmpty(Metadata.of("why", "no memory"), none);
        out.end();
      }
      try (WireBatch read = IpcBytes.readBatch(sink.toArray(), allocator)) {
        assertThat(read.rows()).isZero();
        assertThat(read.metadata()).isEqualTo(Metadata.of("why", "no memory"));
      }
    }
  }
}
