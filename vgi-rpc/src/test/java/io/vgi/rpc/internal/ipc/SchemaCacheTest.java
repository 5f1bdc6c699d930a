package io.vgi.rpc.internal.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.WireSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Schemas that come again are one object, and only those that are the same to the last byte. */
class SchemaCacheTest {
  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  private static WireSchema schema(String name, String value) {
    return WireSchema.of(
        List.of(Field.nullable(name, ArrowType.Utf8.INSTANCE)), Map.of("key", value));
  }

  private byte[] stream(WireSchema schema) throws IOException {
    ByteSink.Bytes bytes = ByteSink.toBytes();
    try (StreamWriter out = new StreamWriter(bytes, schema, allocator)) {
      out.end();
    }
    return bytes.toArray();
  }

  private WireSchema read(byte[] stream) throws IOException {
    try (StreamReader in = StreamReader.open(ByteSource.of(stream), allocator, IpcLimits.DEFAULT)) {
      assertThat(in).isNotNull();
      assertThat(in.next()).isNull();
      return in.schema();
    }
  }

  @Test
  void whatComesAgainIsTheSameObject() throws IOException {
    byte[] one = stream(schema("SchemaCacheTest", "v"));
    WireSchema first = read(one);
    assertThat(read(one.clone())).isSameAs(first).isEqualTo(schema("SchemaCacheTest", "v"));
  }

  @Test
  void oneByteMakesAnother() throws IOException {
    for (int i = 0; i < 500; i++) {
      String name = "column" + i;
      assertThat(read(stream(schema(name, "v")))).isEqualTo(schema(name, "v"));
      assertThat(read(stream(schema(name, "w")))).isEqualTo(schema(name, "w"));
    }
  }

  @Test
  void equalSchemasAreWrittenAlikeWhateverWasWrittenBetween() throws IOException {
    WireSchema kept = schema("kept", "v");
    byte[] before = stream(kept);
    for (int i = 0; i < 500; i++) {
      stream(schema("other" + i, "v"));
    }
    assertThat(stream(kept)).isEqualTo(before);
    assertThat(stream(schema("kept", "v"))).isEqualTo(before);
  }

  @Test
  void largeOnesAreNotKept() throws IOException {
    List<Field> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      many.add(Field.nullable("column" + i, ArrowType.Utf8.INSTANCE));
    }
    WireSchema large = WireSchema.of(many);
    byte[] stream = stream(large);
    WireSchema first = read(stream);
    assertThat(read(stream)).isEqualTo(first).isNotSameAs(first);
    assertThat(SchemaCache.written(large)).isNull();
  }
}
