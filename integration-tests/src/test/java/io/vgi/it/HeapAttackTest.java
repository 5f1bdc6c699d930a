package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.flatbuffers.FlatBufferBuilder;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Struct_;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests of a few kilobytes that a worker would make many objects of: it refuses them, never
 * fails for want of heap, and answers the others meanwhile.
 */
class HeapAttackTest {
  private static final int AT_ONCE = 32;
  private static final Field NULL = Field.nullable("item", ArrowType.Null.INSTANCE);
  private static final byte[] END = {-1, -1, -1, -1, 0, 0, 0, 0};

  @TempDir private Path folder;
  private final BufferAllocator memory = new RootAllocator();
  private final HttpClient web =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void nothingLeaks() {
    memory.close();
  }

  private static Metadata bind() {
    return Metadata.builder()
        .put(MetadataKeys.METHOD, "bind")
        .put(MetadataKeys.REQUEST_VERSION, "1")
        .put(MetadataKeys.PROTOCOL, "vgi.v2")
        .put(MetadataKeys.PROTOCOL_VERSION, "2.0.0")
        .build();
  }

  /** A record whose one list has {@code count} NULLs. */
  private byte[] nulls(int count) {
    Field field =
        new Field("arguments", FieldType.nullable(ArrowType.List.INSTANCE), List.of(NULL));
    ListVector list = (ListVector) Vectors.create(field, memory);
    list.allocateNew();
    list.getDataVector().setValueCount(count);
    list.startNewValue(0);
    list.endValue(0, count);
    list.setLastSet(0);
    list.setValueCount(1);
    return stream(list, 1);
  }

  /** Lists that all name the same NULLs. */
  private byte[] overlapping(int lists, int held) {
    Field field = new Field("v", FieldType.nullable(new ArrowType.ListView()), List.of(NULL));
    ListViewVector list = (ListViewVector) field.createVector(memory);
    list.setInitialCapacity(lists);
    list.allocateNew();
    list.getDataVector().setValueCount(held);
    for (int row = 0; row < lists; row++) {
      list.setOffset(row, 0);
      list.setSize(row, held);
      list.setValidity(row, 1);
    }
    list.setValueCount(lists);
    return stream(list, lists);
  }

  private byte[] stream(FieldVector column, int rows) {
    WireSchema schema = WireSchema.of(column.getField());
    try (WireBatch batch = WireBatch.of(schema, List.of(column), rows)) {
      return IpcBytes.ofBatch(batch, memory);
    }
  }

  private static byte[] message(FlatBufferBuilder builder, byte type, int header, int metadata) {
    builder.finish(Message.createMessage(builder, MetadataVersion.V5, type, header, 0, metadata));
    byte[] flat = builder.sizedByteArray();
    int padded = (flat.length + 7) & ~7;
    return ByteBuffer.allocate(8 + padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(-1)
        .putInt(padded)
        .put(flat)
        .array();
  }

  /** A request with 800 entries of metadata that share 80 KB. */
  private static byte[] sharedValues() {
    FlatBufferBuilder builder = new FlatBufferBuilder(1 << 16);
    Metadata bind = bind();
    int[] entries = new int[800 + bind.size()];
    int value = builder.createString("v".repeat(80_000));
    for (int i = 0; i < 800; i++) {
      entries[i] = KeyValue.createKeyValue(builder, builder.createString("k" + i), value);
    }
    for (int i = 0; i < bind.size(); i++) {
      int own = builder.createString(new String(bind.value(i), StandardCharsets.UTF_8));
      entries[800 + i] = KeyValue.createKeyValue(builder, builder.createString(bind.key(i)), own);
    }
    int metadata = Message.createCustomMetadataVector(builder, entries);
    int header = RecordBatch.createRecordBatch(builder, 1, 0, 0, 0, 0);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(IpcBytes.ofSchema(WireSchema.EMPTY));
    stream.writeBytes(message(builder, MessageHeader.RecordBatch, header, metadata));
    stream.writeBytes(END);
    return stream.toByteArray();
  }

  /** A schema of one column, named {@code fields} times, that shares {@code entries} as often. */
  private static byte[] sharedSchema(int fields, int entries) {
    FlatBufferBuilder builder = new FlatBufferBuilder(1 << 16);
    int[] shared = new int[entries];
    int empty = builder.createString("");
    for (int i = 0; i < entries; i++) {
      shared[i] = KeyValue.createKeyValue(builder, builder.createString("k" + i), empty);
    }
    int metadata = org.apache.arrow.flatbuf.Field.createCustomMetadataVector(builder, shared);
    Struct_.startStruct_(builder);
    int type = Struct_.endStruct_(builder);
    int name = builder.createString("c");
    org.apache.arrow.flatbuf.Field.startField(builder);
    org.apache.arrow.flatbuf.Field.addName(builder, name);
    org.apache.arrow.flatbuf.Field.addTypeType(builder, Type.Struct_);
    org.apache.arrow.flatbuf.Field.addType(builder, type);
    org.apache.arrow.flatbuf.Field.addCustomMetadata(builder, metadata);
    int[] columns = new int[fields];
    Arrays.fill(columns, org.apache.arrow.flatbuf.Field.endField(builder));
    int vector = Schema.createFieldsVector(builder, columns);
    Schema.startSchema(builder);
    Schema.addFields(builder, vector);
    int header = Schema.endSchema(builder);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(message(builder, MessageHeader.Schema, header, 0));
    stream.writeBytes(END);
    return stream.toByteArray();
  }

  private String code(HttpResponse<byte[]> answer) {
    if (answer.statusCode() == 413 || answer.statusCode() == 503) {
      return answer.statusCode() == 413 ? "RESOURCE_EXHAUSTED" : "UNAVAILABLE";
    }
    ByteSource source = ByteSource.of(answer.body());
    try (StreamReader reader = StreamReader.open(source, memory, IpcLimits.DEFAULT);
        WireBatch batch = reader.next()) {
      return String.valueOf(batch.metadata().text(MetadataKeys.ERROR_CODE));
    } catch (IOException broken) {
      throw new AssertionError("Answered with " + answer.statusCode(), broken);
    }
  }

  /** What {@code body} is refused with, when many send it at once. */
  private Set<String> refused(ServingWorker worker, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(worker.location() + "/vgi.v2/bind"))
            .header("Content-Type", "application/vnd.apache.arrow.stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    List<CompletableFuture<HttpResponse<byte[]>>> asked = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      asked.add(web.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()));
    }
    Set<String> codes = new TreeSet<>();
    asked.forEach(answer -> codes.add(code(answer.join())));
    return codes;
  }

  @Test
  void smallRequestsThatWouldBeManyObjects() throws Exception {
    Path errors = folder.resolve("errors");
    Map<String, String> bounded = Map.of("JDK_JAVA_OPTIONS", "-Xmx256m");
    byte[] nulls = Bomb.nested(nulls(16 << 20), bind(), memory);
    byte[] lists = Bomb.nested(overlapping(100, 4 << 20), bind(), memory);
    byte[] wide = Bomb.nested(sharedSchema(90_000, 0), bind(), memory);
    byte[] entries = sharedSchema(1_000, 1_000);
    try (ServingWorker worker = ServingWorker.example(errors, bounded, "--http");
        Bystander others = new Bystander(worker.location())) {
      others.isServed(1);
      assertThat(nulls.length).isLessThan(2_000);
      assertThat(refused(worker, nulls)).isSubsetOf("RESOURCE_EXHAUSTED", "UNAVAILABLE");
      assertThat(lists.length).isLessThan(4_000);
      assertThat(refused(worker, lists)).isSubsetOf("RESOURCE_EXHAUSTED", "UNAVAILABLE");
      assertThat(refused(worker, wide)).isSubsetOf("INVALID_ARGUMENT", "UNAVAILABLE");
      assertThat(refused(worker, entries)).isSubsetOf("INVALID_ARGUMENT", "UNAVAILABLE");
      assertThat(refused(worker, sharedValues())).containsExactly("INVALID_ARGUMENT");
      others.isServed(3);
    }
    assertThat(Files.readString(errors)).doesNotContain("OutOfMemory", "heap space");
  }

  @Test
  void whatIsLargeAndLegalIsServed() throws Exception {
    Map<String, String> bounded = Map.of("JDK_JAVA_OPTIONS", "-Xmx256m");
    List<String> quick = Probe.exampleArguments(List.of("-XX:TieredStopAtLevel=1"));
    try (ServingWorker worker =
            ServingWorker.start(quick, folder.resolve("errors"), bounded, "--http");
        Engine engine = new Engine()) {
      engine.attach("example", worker.location());
      for (String value : List.of("range(1000000)", "repeat('x', 8000000)")) {
        assertThat(
                engine.value(
                    "SELECT count(*) FROM example.constant_columns(3, "
                        + value
                        + ") c(v) WHERE v IS NOT DISTINCT FROM "
                        + value))
            .as(value)
            .hasToString("3");
      }
      // many constants are one filter
      assertThat(
              engine.value(
                  "SELECT count(*) FROM example.sequence(200000) WHERE n IN (" + odd() + ")"))
          .hasToString("100000");
    }
  }

  private static String odd() {
    StringBuilder odd = new StringBuilder("1");
    for (int i = 3; i < 200_000; i += 2) {
      odd.append(',').append(i);
    }
    return odd.toString();
  }
}
