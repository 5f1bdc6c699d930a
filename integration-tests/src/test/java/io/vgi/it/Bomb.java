package io.vgi.it;

import com.github.luben.zstd.ZstdOutputStream;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Streams that are small, and large when they are decoded. */
final class Bomb {
  private static final int ROWS = 16 << 20;
  private static final int TEXT = 118;

  private Bomb() {}

  /** One text, which 16 Mi indices of a byte name: 2 GB when it is decoded. */
  static byte[] dictionary(BufferAllocator memory) throws IOException {
    List<byte[]> indices;
    TinyIntVector rows = new TinyIntVector("text", memory);
    rows.allocateNew(ROWS);
    for (int i = 0; i < ROWS; i++) {
      rows.set(i, 0);
    }
    rows.setValueCount(ROWS);
    WireSchema plain = WireSchema.of(rows.getField());
    try (WireBatch batch = WireBatch.of(plain, List.of(rows), ROWS)) {
      indices = messages(IpcBytes.ofBatch(batch, memory));
    }
    DictionaryEncoding encoding =
        new DictionaryEncoding(1, false, new ArrowType.Int(Byte.SIZE, true));
    WireSchema encoded =
        WireSchema.of(
            new Field("text", new FieldType(true, ArrowType.Utf8.INSTANCE, encoding), null));
    VarCharVector text = new VarCharVector("text", memory);
    text.allocateNew(1);
    text.setSafe(0, "x".repeat(TEXT).getBytes(StandardCharsets.UTF_8));
    text.setValueCount(1);
    List<byte[]> one;
    try (WireBatch batch = WireBatch.of(encoded, List.of(text), 1)) {
      one = messages(IpcBytes.ofBatch(batch, memory));
    }
    // an encoded batch is a batch of its indices, so that many take the place of one
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(one.get(0));
    bomb.write(one.get(1));
    bomb.write(indices.get(1));
    bomb.write(new byte[] {-1, -1, -1, -1, 0, 0, 0, 0});
    return bomb.toByteArray();
  }

  /** The messages of a stream, without its end. */
  private static List<byte[]> messages(byte[] stream) {
    List<byte[]> messages = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
    int begin = 0;
    while (bytes.getInt(begin + 4) != 0) {
      int head = 8 + bytes.getInt(begin + 4);
      ByteBuffer metadata = bytes.slice(begin + 8, head - 8).order(ByteOrder.LITTLE_ENDIAN);
      int end = begin + head + (int) Message.getRootAsMessage(metadata).bodyLength();
      messages.add(Arrays.copyOfRange(stream, begin, end));
      begin = end;
    }
    return messages;
  }

  /** A request whose one parameter is {@code stream}. */
  static byte[] nested(byte[] stream, Metadata metadata, BufferAllocator memory) {
    Field field = Field.notNullable("request", ArrowType.Binary.INSTANCE);
    VarBinaryVector column = (VarBinaryVector) field.createVector(memory);
    column.allocateNew(stream.length, 1);
    column.setSafe(0, stream);
    column.setValueCount(1);
    try (WireBatch batch = WireBatch.of(WireSchema.of(field), List.of(column), 1)) {
      return IpcBytes.ofBatch(batch.withMetadata(metadata), memory);
    }
  }

  /** {@code bytes} coded with zstd, of a size that is not told. */
  static byte[] zstd(byte[] bytes) throws IOException {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    try (ZstdOutputStream out = new ZstdOutputStream(coded)) {
      out.write(bytes);
    }
    return coded.toByteArray();
  }
}
