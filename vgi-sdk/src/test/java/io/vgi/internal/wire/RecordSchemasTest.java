package io.vgi.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.internal.dispatch.VgiService;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.RowStream;
import io.vgi.rpc.internal.memory.HeapMemory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records of every schema of every revision, to the byte what Arrow's vectors make of them. */
class RecordSchemasTest {
  private static final int ROUNDS = 8;

  private final BufferAllocator memory = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    memory.close();
  }

  private static List<String> revisions() {
    return VgiService.REVISIONS;
  }

  @ParameterizedTest
  @MethodSource("revisions")
  void recordsAreWrittenAndReadAsVectorsAre(String revision) {
    Dialect dialect = Dialect.load(revision);
    Map<String, WireSchema> schemas = new LinkedHashMap<>();
    for (String record : dialect.recordNames()) {
      schemas.put(record, dialect.record(record));
    }
    for (String method : dialect.methodNames()) {
      schemas.put(method, dialect.method(method).params());
    }
    Random random = new Random(revision.hashCode());
    schemas.forEach(
        (name, schema) -> {
          for (int round = 0; round < ROUNDS; round++) {
            WireRecord record = WireRecord.named(name);
            for (Field field : schema.fields()) {
              record.set(field.getName(), value(field, random));
            }
            compare(name, record, schema);
          }
        });
    assertThat(schemas).hasSizeGreaterThan(80);
  }

  private void compare(String name, WireRecord record, WireSchema schema) {
    byte[] stream = record.toBytes(schema, memory);
    assertThat(RowStream.columns(stream, HeapMemory.of(memory))).as(name).isNotNull();
    try (WireBatch batch = IpcBytes.readBatch(stream, memory)) {
      assertThat(comparable(WireRecord.read(name, stream, memory).values()))
          .as(name)
          .isEqualTo(comparable(WireRecord.read(name, batch).values()))
          .isEqualTo(comparable(record.values()));
      if (schema.fields().stream().noneMatch(RecordSchemasTest::isLarge)) {
        assertThat(IpcBytes.ofBatch(batch, memory)).as(name).isEqualTo(stream);
      }
    }
  }

  /** Whether whoever reads the field sees another type than its own. */
  private static boolean isLarge(Field field) {
    return field.getType() instanceof ArrowType.LargeBinary
        || field.getChildren().stream().anyMatch(RecordSchemasTest::isLarge);
  }

  private static Object value(Field field, Random random) {
    if (field.isNullable() && random.nextInt(3) == 0) {
      return null;
    }
    return switch (field.getType().getTypeID()) {
      case Utf8 -> List.of("", "x", "häß 日本語", "\uD83E\uDD86").get(random.nextInt(4));
      case Binary, LargeBinary -> {
        byte[] bytes = new byte[random.nextInt(10) == 0 ? 3_000 : random.nextInt(9)];
        random.nextBytes(bytes);
        yield bytes;
      }
      case Bool -> random.nextBoolean();
      case Int -> (long) random.nextInt(Byte.MAX_VALUE);
      case FloatingPoint -> random.nextDouble();
      case Timestamp -> random.nextLong();
      case List -> {
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(field.getChildren().get(0), random));
        }
        yield items;
      }
      case Map -> {
        Map<Object, Object> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          entries.put("k" + i, value(field.getChildren().get(0).getChildren().get(1), random));
        }
        yield entries;
      }
      case Struct -> {
        Map<Object, Object> members = new LinkedHashMap<>();
        for (Field member : field.getChildren()) {
          members.put(member.getName(), value(member, random));
        }
        yield members;
      }
      default -> throw new IllegalStateException("No values of " + field);
    };
  }

  /** Arrays compare by identity. */
  private static Object comparable(Object value) {
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    } else if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      list.forEach(item -> items.add(comparable(item)));
      return items;
    } else if (value instanceof Map<?, ?> map) {
      Map<Object, Object> entries = new LinkedHashMap<>();
      map.forEach((key, item) -> entries.put(comparable(key), comparable(item)));
      return entries;
    }
    return value;
  }
}
