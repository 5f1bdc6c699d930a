package io.vgi.rpc.internal.ipc;

import com.google.flatbuffers.FlatBufferBuilder;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Writes usual vectors in the forms that a wire schema has. */
final class FormStreams {
  private final List<long[]> nodes = new ArrayList<>();
  private final List<byte[]> buffers = new ArrayList<>();
  private final List<Long> variadic = new ArrayList<>();
  private final Random random;
  private final BufferAllocator allocator;

  private FormStreams(Random random, BufferAllocator allocator) {
    this.random = random;
    this.allocator = allocator;
  }

  /** {@code schema} without dictionaries, with a form for each field by chance. */
  static WireSchema forms(WireSchema schema, Random random) {
    return WireSchema.of(
        schema.decoded().fields().stream().map(f -> form(Layout.usual(f), random)).toList());
  }

  private static Field form(Field field, Random random) {
    ArrowType type =
        switch (field.getType().getTypeID()) {
          case Utf8 ->
              pick(
                  random,
                  new ArrowType.Utf8(),
                  new ArrowType.LargeUtf8(),
                  new ArrowType.Utf8View());
          case Binary ->
              pick(
                  random,
                  new ArrowType.Binary(),
                  new ArrowType.LargeBinary(),
                  new ArrowType.BinaryView());
          case List ->
              pick(
                  random,
                  new ArrowType.List(),
                  new ArrowType.LargeList(),
                  new ArrowType.ListView(),
                  new ArrowType.LargeListView());
          case Decimal -> decimal((ArrowType.Decimal) field.getType());
          default -> field.getType();
        };
    return new Field(
        field.getName(),
        new FieldType(field.isNullable(), type, null, field.getMetadata()),
        field.getChildren().stream().map(child -> form(child, random)).toList());
  }

  private static ArrowType pick(Random random, ArrowType... types) {
    return types[random.nextInt(types.length)];
  }

  private static ArrowType decimal(ArrowType.Decimal type) {
    int bits = type.getPrecision() <= 9 ? 32 : type.getPrecision() <= 18 ? 64 : 128;
    return new ArrowType.Decimal(type.getPrecision(), type.getScale(), bits);
  }

  /** A stream of {@code batch}, whose vectors are usual, in the forms of {@code wire}. */
  static byte[] write(WireSchema wire, WireBatch batch, Random random, BufferAllocator allocator) {
    FormStreams stream = new FormStreams(random, allocator);
    for (int i = 0; i < wire.size(); i++) {
      stream.add(batch.column(i), wire.field(i));
    }
    return stream.bytes(wire, batch.rows());
  }

  private void add(FieldVector vector, Field wire) {
    int rows = vector.getValueCount();
    boolean plain = vector instanceof NullVector || vector instanceof UnionVector;
    nodes.add(new long[] {rows, plain ? 0 : vector.getNullCount()});
    List<ArrowBuf> own = vector.getFieldBuffers();
    ArrowType type = wire.getType();
    int kept = type.equals(vector.getField().getType()) || plain ? own.size() : 1;
    for (int i = 0; i < kept; i++) {
      buffers.add(bytes(own.get(i)));
    }
    List<FieldVector> children = vector.getChildrenFromFields();
    switch (type.getTypeID()) {
      case LargeUtf8, LargeBinary -> {
        buffers.add(wide(own.get(1), rows));
        buffers.add(bytes(own.get(2)));
      }
      case LargeList -> buffers.add(wide(own.get(1), rows));
      case Utf8View, BinaryView -> views(vector, own, rows);
      case ListView -> {
        listViews(vector, own.get(1), wire, 4);
        return;
      }
      case LargeListView -> {
        listViews(vector, own.get(1), wire, 8);
        return;
      }
      case Decimal -> {
        if (kept == 1) {
          int width = ((ArrowType.Decimal) type).getBitWidth() / 8;
          ByteBuffer narrow = little(width * rows);
          for (int row = 0; row < rows; row++) {
            put(narrow, width, own.get(1).getLong(16L * row));
          }
          buffers.add(bytes(narrow));
        }
      }
      default -> {}
    }
    for (int i = 0; i < children.size(); i++) {
      add(children.get(i), wire.getChildren().get(i));
    }
  }

  private void views(FieldVector vector, List<ArrowBuf> own, int rows) {
    ByteBuffer views = little(16 * rows);
    List<byte[]> data = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int from = own.get(1).getInt(4L * row);
      byte[] text = new byte[own.get(1).getInt(4L * row + 4) - from];
      own.get(2).getBytes(from, text);
      if (vector.isNull(row)) {
        views.position(16 * (row + 1)); // whatever it says
        continue;
      }
      views.putInt(text.length);
      if (text.length <= 12) {
        views.put(text).position(16 * (row + 1));
      } else {
        int skipped = random.nextInt(3);
        byte[] more = new byte[skipped + text.length];
        System.arraycopy(text, 0, more, skipped, text.length);
        views.put(text, 0, 4).putInt(data.size()).putInt(skipped);
        data.add(more);
      }
    }
    buffers.add(bytes(views));
    buffers.addAll(data);
    variadic.add((long) data.size());
  }

  private void listViews(FieldVector list, ArrowBuf offsets, Field wire, int width) {
    int rows = list.getValueCount();
    List<Integer> order = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      order.add(row);
    }
    if (random.nextBoolean()) {
      Collections.shuffle(order, random);
    }
    int held = rows == 0 ? 0 : offsets.getInt(4L * rows);
    int[] elements = new int[held];
    ByteBuffer places = little(width * rows);
    ByteBuffer sizes = little(width * rows);
    int next = 0;
    for (int row : order) {
      int from = offsets.getInt(4L * row);
      int size = list.isNull(row) ? 0 : offsets.getInt(4L * row + 4) - from;
      put(places.position(width * row), width, list.isNull(row) ? -7 : next);
      put(sizes.position(width * row), width, list.isNull(row) ? -7 : size);
      for (int i = 0; i < size; i++) {
        elements[next++] = from + i;
      }
    }
    buffers.add(bytes(places));
    buffers.add(bytes(sizes));
    FieldVector child = list.getChildrenFromFields().get(0);
    Field usual = Layout.usual(list.getField().getChildren().get(0));
    try (FieldVector taken = TakeKernel.take(child, usual, elements, next, allocator)) {
      add(taken, wire.getChildren().get(0));
    }
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void put(ByteBuffer into, int width, long value) {
    if (width == 4) {
      into.putInt((int) value);
    } else {
      into.putLong(value);
    }
  }

  private static byte[] wide(ArrowBuf offsets, int rows) {
    ByteBuffer wide = little(8 * (rows + 1));
    for (int i = 0; i <= rows; i++) {
      wide.putLong(rows == 0 ? 0 : offsets.getInt(4L * i));
    }
    return bytes(wide);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.capacity()];
    buffer.get(0, bytes);
    return bytes;
  }

  private static byte[] bytes(ArrowBuf buffer) {
    byte[] bytes = new byte[(int) Math.min(buffer.readableBytes(), buffer.capacity())];
    buffer.getBytes(0, bytes);
    return bytes;
  }

  private byte[] bytes(WireSchema wire, int rows) {
    long body = 0;
    for (byte[] buffer : buffers) {
      body += padded(buffer.length);
    }
    FlatBufferBuilder builder = new FlatBufferBuilder(1024);
    RecordBatch.startNodesVector(builder, nodes.size());
    for (int i = nodes.size() - 1; i >= 0; i--) {
      FieldNode.createFieldNode(builder, nodes.get(i)[0], nodes.get(i)[1]);
    }
    int nodesVector = builder.endVector();
    RecordBatch.startBuffersVector(builder, buffers.size());
    long at = body;
    for (int i = buffers.size() - 1; i >= 0; i--) {
      at -= padded(buffers.get(i).length);
      Buffer.createBuffer(builder, at, buffers.get(i).length);
    }
    int buffersVector = builder.endVector();
    int counts =
        RecordBatch.createVariadicBufferCountsVector(
            builder, variadic.stream().mapToLong(Long::longValue).toArray());
    int header =
        RecordBatch.createRecordBatch(builder, rows, nodesVector, buffersVector, 0, counts);
    builder.finish(
        Message.createMessage(
            builder, MetadataVersion.V5, MessageHeader.RecordBatch, header, body, 0));
    ByteSink.Bytes sink = ByteSink.toBytes();
    try {
      SchemaMessage.write(wire, sink);
      byte[] batch = ArrowMessages.message(builder);
      sink.put(batch, 0, batch.length);
      for (byte[] buffer : buffers) {
        sink.put(buffer, 0, buffer.length);
        sink.pad(buffer.length);
      }
      sink.putInt(-1);
      sink.putInt(0);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return sink.toArray();
  }

  private static long padded(long length) {
    return (length + 7) & ~7L;
  }
}
