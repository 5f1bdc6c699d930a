package io.vgi.rpc.internal.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.flatbuffers.FlatBufferBuilder;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that other implementations write, and the constants of the protocol. */
class ReferenceVectorsTest {
  private static final String LONG_TEXT = "a text of more than twelve bytes";

  private static final byte[] EMPTY_STREAM =
      hex(
          "ffffffff 30000000 10000000 00000a00 0c000600 05000800 0a000000 00010400 0c000000"
              + "08000800 00000400 08000000 04000000 00000000 ffffffff00000000");

  private static final byte[] CANCEL_STREAM =
      hex(
          "ffffffff300000001000000000000a000c000600050008000a000000000104000c00000008000800"
              + "00000400080000000400000000000000ffffffff800000001400000000000e001000060005000800"
              + "00000c000e000000000304004c00000004000000010000000c00000008000c000400080008000000"
              + "100000000400000001000000310000000e0000007667695f7270632e63616e63656c000000000a00"
              + "0c000000040008000a0000000c00000004000000000000000000000000000000ffffffff00000000");

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static byte[] reference(String name) throws IOException {
    Map<String, byte[]> streams = new HashMap<>();
    try (InputStream in = ReferenceVectorsTest.class.getResourceAsStream("reference-streams.txt")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n", 0)) {
        int space = line.indexOf(' ');
        streams.put(
            line.substring(0, space), Base64.getDecoder().decode(line.substring(space + 1)));
      }
    }
    return streams.get(name);
  }

  private StreamReader open(byte[] bytes) throws IOException {
    return StreamReader.open(ByteSource.of(bytes), allocator, IpcLimits.DEFAULT);
  }

  /** The values of every batch of a reference stream, column by column. */
  private List<List<List<Object>>> read(String name) throws IOException {
    List<List<List<Object>>> batches = new ArrayList<>();
    try (StreamReader in = open(reference(name))) {
      for (WireBatch next = in.next(); next != null; next = in.next()) {
        try (WireBatch batch = next) {
          batches.add(Snapshot.of(batch));
        }
      }
      assertThat(in.ended()).isTrue();
    }
    return batches;
  }

  private static List<Object> values(Object... values) {
    return Arrays.asList(values);
  }

  @Test
  void theEmptyStreamHasNoFieldsAndNoBatches() throws IOException {
    assertThat(EMPTY_STREAM).hasSize(64);
    try (StreamReader in = open(EMPTY_STREAM)) {
      assertThat(in.schema()).isEqualTo(WireSchema.EMPTY);
      assertThat(in.next()).isNull();
      assertThat(in.ended()).isTrue();
      assertThat(in.endOfInput()).isFalse();
    }
  }

  @Test
  void theCancelStreamCarriesItsKey() throws IOException {
    assertThat(CANCEL_STREAM).hasSize(200);
    try (StreamReader in = open(CANCEL_STREAM)) {
      WireBatch batch = in.next();
      assertThat(batch.rows()).isZero();
      assertThat(batch.metadata()).isEqualTo(Metadata.of("vgi_rpc.cancel", "1"));
      assertThat(in.next()).isNull();
    }
  }

  @Test
  void aVoidAnswerIsOneBatchWithoutRows() throws IOException {
    ByteSink.Bytes sink = ByteSink.toBytes();
    try (StreamWriter out = new StreamWriter(sink, WireSchema.EMPTY, allocator)) {
      out.writeEmpty(Metadata.EMPTY, allocator);
      out.end();
    }
    try (StreamReader in = open(sink.toArray())) {
      assertThat(in.schema().size()).isZero();
      WireBatch batch = in.next();
      assertThat(batch.rows()).isZero();
      assertThat(batch.metadata().isEmpty()).isTrue();
      assertThat(in.next()).isNull();
      assertThat(in.endOfInput()).isFalse();
    }
  }

  @Test
  void dictionariesAreReplacedAndGrow() throws IOException {
    assertThat(read("dictionary_replaced"))
        .containsExactly(List.of(values("a", "b", null, "b")), List.of(values("y", "x", "z")));
    assertThat(read("dictionary_delta"))
        .containsExactly(List.of(values("a", "b")), List.of(values("c", null, "a", "dd")));
  }

  @Test
  void dictionariesLieInListsAndStructs() throws IOException {
    List<Object> third = values("q", null, "p");
    assertThat(read("dictionaries_nested"))
        .containsExactly(
            List.of(
                values(values("p", "q"), values(), third),
                values(values("01000000", "v"), values(null, "u"), values("03000000", null))),
            List.of(values(third), values(values("01000000", "v"))));
  }

  @Test
  void batchesWithoutColumnsHaveRowsAndBinaryMetadata() throws IOException {
    try (StreamReader in = open(reference("no_columns"))) {
      WireBatch batch = in.next();
      assertThat(batch.rows()).isEqualTo(5);
      assertThat(batch.metadata().bytes("k")).containsExactly(0, 0xff);
      assertThat(batch.metadata().text("vgi_rpc.method")).isEqualTo("m");
      assertThat(in.next()).isNull();
    }
  }

  @Test
  void absentBuffersAreEmptyOnes() throws IOException {
    List<Object> none = values();
    assertThat(read("no_rows")).containsExactly(List.of(none, none, none, none, none));
    assertThat(read("no_offsets")).containsExactly(List.of(none, none));
    for (String name : List.of("no_rows", "no_offsets")) {
      try (WireBatch batch = IpcBytes.readBatch(reference(name), allocator)) {
        byte[] again = IpcBytes.ofBatch(batch, allocator);
        try (WireBatch read = IpcBytes.readBatch(again, allocator)) {
          assertThat(Snapshot.of(read)).isEqualTo(Snapshot.of(batch));
        }
      }
    }
  }

  @Test
  void viewsAreRead() throws IOException {
    assertThat(read("views"))
        .containsExactly(
            List.of(
                values("short", null, LONG_TEXT, "", LONG_TEXT + "!"),
                values("ff", "78".repeat(40), null, "", "313233343536373839303132")),
            List.of(values("second"), values((Object) null)));
  }

  @Test
  void metadataThatIsNotUtf8IsNoObstacle() throws IOException {
    try (StreamReader in = open(reference("metadata_not_utf8"))) {
      assertThat(in.schema().metadata()).containsEntry("text", "é").containsKey("bytes");
      assertThat(in.schema().field(0).getMetadata()).containsKey("f");
      try (WireBatch batch = in.next()) {
        assertThat(Snapshot.of(batch)).containsExactly(values("07000000"));
      }
    }
  }

  @Test
  void unionsAreReadDenseAndInFixedLists() throws IOException {
    assertThat(read("unions_in_fixed_lists"))
        .containsExactly(
            List.of(
                values(
                    values(member(0, "01000000"), member(1, "14000000")),
                    values(member(1, null), member(0, "04000000")))));
    try (StreamReader in = open(reference("dense_union"));
        WireBatch batch = in.next()) {
      assertThat(batch.column(0).getObject(3)).hasToString("yy");
      assertThat(batch.column(0).getObject(2)).isNull();
    }
  }

  private static Object member(int type, Object value) {
    return List.of("member " + type, values(value));
  }

  @Test
  void slicesAndRareTypesAreRead() throws IOException {
    List<List<Object>> columns = read("sliced").get(0);
    assertThat(columns.get(0)).containsExactly("0200000000000000", null);
    assertThat(columns.get(1)).containsExactly("02000000", null);
    assertThat(columns.get(2)).containsExactly("0200000000000000", "0300000000000000");
    assertThat(columns.get(3)).containsExactly(null, "d4fe" + "ff".repeat(30));
    assertThat(columns.get(5)).containsExactly(null, "03000000");
  }

  @Test
  void listViewsAreReadAsLists() throws IOException {
    try (StreamReader in =
            StreamReader.open(ByteSource.of(reference("list_view")), allocator, IpcLimits.DEFAULT);
        WireBatch batch = in.next()) {
      assertThat(in.schema().field(0).getType()).isEqualTo(new ArrowType.List());
      assertThat(Snapshot.of(batch)).hasToString("[[[01000000], [02000000, 03000000]]]");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compressed_lz4",
        "compressed_zstd",
        "run_end_encoded",
        "dictionary_of_lists",
        "members_of_one_name",
        "metadata_v4"
      })
  void whatIsNotSupportedIsRefusedAndTheNextStreamIsRead(String name) throws IOException {
    assertRefused(reference(name));
  }

  @Test
  void bigEndianStreamsAreRefusedAndTheNextStreamIsRead() throws IOException {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int fields = Schema.createFieldsVector(builder, new int[0]);
    Schema.startSchema(builder);
    Schema.addEndianness(builder, Endianness.Big);
    Schema.addFields(builder, fields);
    int schema = Schema.endSchema(builder);
    builder.finish(
        Message.createMessage(builder, MetadataVersion.V5, MessageHeader.Schema, schema, 0, 0));
    byte[] head = ArrowMessages.message(builder);
    byte[] rest = Arrays.copyOfRange(CANCEL_STREAM, 56, CANCEL_STREAM.length);
    byte[] batch = Arrays.copyOf(rest, rest.length - 8);
    assertRefused(join(head, batch, rest));
  }

  /** Every batch of {@code bad} is refused; what follows is read. */
  private void assertRefused(byte[] bad) throws IOException {
    ByteSource source = ByteSource.of(join(bad, CANCEL_STREAM, bad, EMPTY_STREAM));
    for (boolean drained : new boolean[] {false, true}) {
      try (StreamReader in = StreamReader.open(source, allocator, IpcLimits.DEFAULT)) {
        assertThatThrownBy(in::next).isInstanceOf(InvalidBatchException.class);
        if (drained) {
          in.drain();
        } else {
          assertThat(refusals(in)).isPositive();
        }
      }
      try (StreamReader in = StreamReader.open(source, allocator, IpcLimits.DEFAULT)) {
        in.drain();
        assertThat(in.endOfInput()).isFalse();
      }
    }
    assertThat(StreamReader.open(source, allocator, IpcLimits.DEFAULT)).isNull();
  }

  private static int refusals(StreamReader in) throws IOException {
    int refusals = 0;
    while (!in.ended()) {
      try {
        assertThat(in.next()).isNull();
      } catch (InvalidBatchException expected) {
        refusals++;
      }
    }
    return refusals;
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
