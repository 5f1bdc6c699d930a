package io.vgi.rpc.internal.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.WireSchema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;

/** Messages are those that flatbuffers' own builder makes, byte for byte. */
class MessageBuilderTest {
  private static final String[] TEXTS = {
    "",
    "a",
    "abc",
    "abcd",
    "what?",
    "é",
    "naïve?",
    "Größe",
    "日本語",
    "🦆",
    "\u0000",
    "\u007f",
    "\u0080",
    "\u07ff\u0800\uffff",
    "x".repeat(5_000),
    "ü".repeat(70_000)
  };

  private static final Field BOOL = field("b", new ArrowType.Bool(), List.of());
  private static final Field NUMBER = field("n", new ArrowType.Int(32, true), List.of());

  private static Field field(String name, ArrowType type, List<Field> children) {
    return new Field(name, new FieldType(true, type, null), children);
  }

  /** Every type, with each of its parameters; those that it takes by default are among them. */
  private static List<Field> everyType() {
    List<Field> all = new ArrayList<>();
    for (int bits : new int[] {0, 8, 16, 32, 64}) {
      all.add(field("i" + bits, new ArrowType.Int(bits, true), List.of()));
      all.add(field("u" + bits, new ArrowType.Int(bits, false), List.of()));
    }
    for (FloatingPointPrecision precision : FloatingPointPrecision.values()) {
      all.add(field("f", new ArrowType.FloatingPoint(precision), List.of()));
    }
    for (int[] decimal :
        new int[][] {{38, 10, 128}, {0, 0, 128}, {76, -3, 256}, {70_000, 1, 256}}) {
      ArrowType type = new ArrowType.Decimal(decimal[0], decimal[1], decimal[2]);
      all.add(field("d", type, List.of()));
    }
    for (DateUnit unit : DateUnit.values()) {
      all.add(field("date", new ArrowType.Date(unit), List.of()));
    }
    for (TimeUnit unit : TimeUnit.values()) {
      all.add(field("time32", new ArrowType.Time(unit, 32), List.of()));
      all.add(field("time64", new ArrowType.Time(unit, 64), List.of()));
      all.add(field("duration", new ArrowType.Duration(unit), List.of()));
      for (String zone : new String[] {null, "", "UTC", "America/Argentina/Buenos_Aires"}) {
        all.add(field("timestamp", new ArrowType.Timestamp(unit, zone), List.of()));
      }
    }
    for (IntervalUnit unit : IntervalUnit.values()) {
      all.add(field("interval", new ArrowType.Interval(unit), List.of()));
    }
    for (int size : new int[] {0, 1, 127, 128, 255, 256, 65_535, 1 << 24, Integer.MAX_VALUE, -1}) {
      all.add(field("bytes", new ArrowType.FixedSizeBinary(size), List.of()));
      all.add(field("array", new ArrowType.FixedSizeList(size), List.of(NUMBER)));
    }
    for (ArrowType type :
        List.of(
            new ArrowType.Null(),
            new ArrowType.Bool(),
            new ArrowType.Utf8(),
            new ArrowType.LargeUtf8(),
            new ArrowType.Utf8View(),
            new ArrowType.Binary(),
            new ArrowType.LargeBinary(),
            new ArrowType.BinaryView())) {
      all.add(field("plain", type, List.of()));
    }
    for (ArrowType type :
        List.of(
            new ArrowType.List(),
            new ArrowType.LargeList(),
            new ArrowType.ListView(),
            new ArrowType.LargeListView())) {
      all.add(field("list", type, List.of(NUMBER)));
    }
    all.add(field("struct", new ArrowType.Struct(), List.of(BOOL, NUMBER)));
    all.add(field("empty", new ArrowType.Struct(), List.of()));
    all.add(field("ree", new ArrowType.RunEndEncoded(), List.of(NUMBER, BOOL)));
    for (UnionMode mode : UnionMode.values()) {
      for (int[] ids : new int[][] {null, {}, {0, 1}, {5, 127, -1}}) {
        all.add(field("union", new ArrowType.Union(mode, ids), List.of(NUMBER, BOOL)));
      }
    }
    Field entries = field("entries", new ArrowType.Struct(), List.of(BOOL, NUMBER));
    all.add(field("map", new ArrowType.Map(false), List.of(entries)));
    all.add(field("sorted", new ArrowType.Map(true), List.of(entries)));
    return all;
  }

  private static Field with(
      Field field,
      String name,
      boolean nullable,
      DictionaryEncoding encoding,
      Map<String, String> of) {
    return new Field(
        name, new FieldType(nullable, field.getType(), encoding, of), field.getChildren());
  }

  private static void assertSame(WireSchema schema) {
    assertThat(SchemaEncoder.message(schema)).isEqualTo(ArrowMessages.schema(schema));
  }

  @Test
  void everyTypeIsWrittenAsArrowDoes() {
    List<Field> all = everyType();
    assertThat(all.stream().map(field -> field.getType().getTypeID().getFlatbufID()).distinct())
        .as("a new type of Arrow's belongs here")
        .hasSize(Type.names.length - 1);
    for (Field field : all) {
      assertSame(WireSchema.of(field));
      assertSame(WireSchema.of(with(field, "x", false, null, Map.of("key", "value"))));
      for (long id : new long[] {0, 1, 255, 256, 1L << 40, Long.MAX_VALUE, -1}) {
        for (boolean ordered : new boolean[] {false, true}) {
          DictionaryEncoding encoding =
              new DictionaryEncoding(id, ordered, new ArrowType.Int(16, ordered));
          assertSame(WireSchema.of(with(field, "x", true, encoding, Map.of()), BOOL));
        }
      }
    }
    assertSame(WireSchema.of(all));
    assertSame(WireSchema.of(all, Map.of("schema", "metadata")));
  }

  @Test
  void extensionTypesAreWrittenAsTheirStorage() {
    ArrowType.ExtensionType inner = new Extension(new ArrowType.FixedSizeBinary(16));
    for (ArrowType type : List.of(inner, new Extension(inner), new Extension(NUMBER.getType()))) {
      Field field = field("x", type, List.of());
      assertThat(field.getMetadata()).isNotEmpty();
      assertSame(WireSchema.of(field, NUMBER));
    }
  }

  @Test
  void textsAreWrittenAsArrowDoes() {
    for (String text : TEXTS) {
      assertSame(WireSchema.of(with(BOOL, text, true, null, Map.of())));
      assertSame(WireSchema.of(with(BOOL, "x", false, null, Map.of(text, "v"))));
      assertSame(WireSchema.of(with(BOOL, "x", false, null, Map.of("k", text))));
      assertSame(WireSchema.of(List.of(), Map.of(text, text)));
      ArrowType zoned = new ArrowType.Timestamp(TimeUnit.SECOND, text);
      assertSame(WireSchema.of(field(text, zoned, List.of())));
    }
    assertSame(WireSchema.of(field(null, new ArrowType.Bool(), List.of())));
  }

  @Test
  void whatCannotBeEncodedIsRefused() {
    for (String text : new String[] {"\ud83e", "a\udd86", "a\ud83eé", "\udd86\ud83e"}) {
      WireSchema schema = WireSchema.of(with(BOOL, text, true, null, Map.of()));
      assertThatThrownBy(() -> SchemaEncoder.message(schema))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void randomSchemasAreWrittenAsArrowDoes() {
    Random random = new Random(7);
    RandomSchemas schemas = new RandomSchemas(random);
    for (int i = 0; i < 3_000; i++) {
      assertSame(schemas.next());
    }
    assertSame(RandomSchemas.everyType());
    assertSame(WireSchema.EMPTY);
    List<Field> all = everyType();
    for (int i = 0; i < 3_000; i++) {
      List<Field> some = new ArrayList<>();
      for (int n = random.nextInt(12); n > 0; n--) {
        some.add(random(all, random, random.nextInt(5)));
      }
      assertSame(WireSchema.of(some, metadata(random)));
    }
  }

  private static Field random(List<Field> all, Random random, int depth) {
    Field of = all.get(random.nextInt(all.size()));
    DictionaryEncoding encoding =
        random.nextInt(4) > 0
            ? null
            : new DictionaryEncoding(
                random.nextInt(3),
                random.nextBoolean(),
                new ArrowType.Int(32, random.nextBoolean()));
    List<Field> children = new ArrayList<>();
    for (int n = depth == 0 ? 0 : random.nextInt(3); n > 0; n--) {
      children.add(random(all, random, depth - 1));
    }
    return new Field(
        TEXTS[random.nextInt(TEXTS.length - 2)],
        new FieldType(random.nextBoolean(), of.getType(), encoding, metadata(random)),
        children);
  }

  private static Map<String, String> metadata(Random random) {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (int n = random.nextInt(4) - 1; n > 0; n--) {
      metadata.put(
          TEXTS[random.nextInt(TEXTS.length - 2)], TEXTS[random.nextInt(TEXTS.length - 2)]);
    }
    return metadata;
  }

  @Test
  void deepAndWideSchemasAreWrittenAsArrowDoes() {
    Field deep = NUMBER;
    for (int i = 0; i < 500; i++) {
      deep =
          field(
              "level" + i,
              new ArrowType.Struct(),
              i % 3 == 0 ? List.of(deep, BOOL) : List.of(deep));
    }
    assertSame(WireSchema.of(deep));
    List<Field> all = everyType();
    List<Field> wide = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      wide.add(with(all.get(i % all.size()), "column_" + i, i % 3 > 0, null, Map.of()));
    }
    assertSame(WireSchema.of(wide));
    assertSame(WireSchema.of(field("s", new ArrowType.Struct(), wide), BOOL));
    for (int size = 0; size < 200; size++) { // both sides of each size that an array grows at
      assertSame(WireSchema.of(wide.subList(0, size)));
      assertSame(WireSchema.of(BOOL, field("x".repeat(size), BOOL.getType(), List.of())));
    }
  }

  @Test
  void arrowReadsWhatWasWritten() throws IOException {
    RandomSchemas schemas = new RandomSchemas(new Random(11));
    for (int i = 0; i < 300; i++) {
      WireSchema schema = schemas.next();
      byte[] message = SchemaEncoder.message(schema);
      assertThat(
              MessageSerializer.deserializeSchema(
                      new ReadChannel(Channels.newChannel(new ByteArrayInputStream(message))))
                  .getFields())
          .isEqualTo(schema.fields());
      try (RootAllocator allocator = new RootAllocator()) {
        WireSchema own = IpcBytes.readSchema(message, allocator);
        assertThat(own.fields()).isEqualTo(schema.fields().stream().map(Layout::usual).toList());
        assertThat(own.metadata()).isEqualTo(schema.metadata());
      }
    }
  }

  @Test
  void batchesAreWrittenAsArrowDoes() throws IOException {
    Random random = new Random(13);
    MessageBuilder out = new MessageBuilder(64); // one for all, as a stream has
    for (int i = 0; i < 5_000; i++) {
      long[][] nodes = new long[random.nextInt(i % 100 == 0 ? 3_000 : 6)][];
      for (int n = 0; n < nodes.length; n++) {
        nodes[n] = new long[] {number(random), number(random)};
      }
      long[] lengths = new long[random.nextInt(i % 100 == 1 ? 3_000 : 9)];
      for (int n = 0; n < lengths.length; n++) {
        lengths[n] = number(random) >>> 12;
      }
      long[] variadic = new long[random.nextInt(3) > 0 ? 0 : random.nextInt(4)];
      Arrays.setAll(variadic, n -> number(random));
      byte[][] metadata = new byte[2 * (random.nextInt(2) * random.nextInt(4))][];
      for (int n = 0; n < metadata.length; n++) {
        metadata[n] =
            n % 2 == 0 ? TEXTS[random.nextInt(TEXTS.length)].getBytes(UTF_8) : bytes(random);
      }
      int rows = (int) number(random) & Integer.MAX_VALUE;
      long dictionary = metadata.length > 0 || random.nextInt(3) > 0 ? -1 : number(random);
      assertThat(batch(out, nodes, lengths, variadic, rows, metadata, dictionary))
          .isEqualTo(ArrowMessages.batch(nodes, lengths, variadic, rows, metadata, dictionary));
    }
  }

  private static long number(Random random) {
    return random.nextInt(4) == 0 ? 0 : random.nextLong() >>> (1 + random.nextInt(63));
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(100)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] batch(
      MessageBuilder out,
      long[][] nodes,
      long[] lengths,
      long[] variadic,
      int rows,
      byte[][] metadata,
      long dictionary)
      throws IOException {
    out.clear();
    int[] entries = new int[metadata.length / 2];
    for (int i = 0; i < entries.length; i++) {
      int key = out.text(new String(metadata[2 * i], UTF_8));
      entries[i] = SchemaEncoder.keyValue(out, key, out.text(metadata[2 * i + 1]));
    }
    int metadataPlace = metadata.length == 0 ? 0 : out.places(entries);
    BatchShape shape = new BatchShape(4, 4);
    for (long[] node : nodes) {
      shape.node(node[0], node[1]);
    }
    for (long length : lengths) {
      shape.buffer(length);
    }
    for (long count : variadic) {
      shape.variadic(count);
    }
    int header = shape.header(out, rows);
    byte type = MessageHeader.RecordBatch;
    if (dictionary >= 0) {
      type = MessageHeader.DictionaryBatch;
      out.start();
      out.addLong(0, dictionary);
      out.addPlace(1, header);
      header = out.end();
    }
    out.finish(SchemaEncoder.message(out, type, header, shape.bodyLength(), metadataPlace));
    ByteSink.Bytes sink = ByteSink.toBytes();
    out.write(sink);
    assertThat(out.message()).isEqualTo(sink.toArray());
    return sink.toArray();
  }

  /** A type of a user's. */
  private static final class Extension extends ArrowType.ExtensionType {
    private final ArrowType storage;

    Extension(ArrowType storage) {
      this.storage = storage;
    }

    @Override
    public ArrowType storageType() {
      return storage;
    }

    @Override
    public String extensionName() {
      return "test";
    }

    @Override
    public boolean extensionEquals(ExtensionType other) {
      return other instanceof Extension that && storage.equals(that.storage);
    }

    @Override
    public ArrowType deserialize(ArrowType storageType, String serializedData) {
      return new Extension(storageType);
    }

    @Override
    public String serialize() {
      return "s";
    }

    @Override
    public FieldVector getNewVector(
        String name, FieldType fieldType, org.apache.arrow.memory.BufferAllocator allocator) {
      throw new UnsupportedOperationException();
    }
  }
}
