package io.vgi.rpc.internal.ipc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Checks a batch that lies on the heap, so that it can be read in place. It has the checks of
 * {@link BatchDecoder} and knows the types that records have; what it does not accept is left to
 * that one, to be read or to be refused with the reason.
 */
final class RowDecoder {
  private static final byte[] NOTHING = {};

  private final IpcLimits limits;
  private @Nullable Map<Long, Layout> encoded;
  private @Nullable Map<Long, RowColumn> dictionaries;
  private byte[] bytes = NOTHING;
  private RecordBatch batch = new RecordBatch();
  private int body;
  private long bodyLength;
  private int node;
  private int buffer;
  private long held; // by the buffer that was given last

  /** Prepares for the batches of one stream. */
  RowDecoder(IpcLimits limits) {
    this.limits = limits;
  }

  /** The batch is not one that is read in place. */
  static final class OtherwiseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OtherwiseException() {
      super("The batch takes vectors to be read", null, false, false);
    }
  }

  static void check(boolean usual) {
    if (!usual) {
      throw new OtherwiseException();
    }
  }

  /**
   * Takes the entries of a dictionary that {@code columns} have.
   *
   * @param body where its body begins in {@code bytes}
   * @throws RuntimeException if it is not one that is read in place
   */
  void dictionary(
      DictionaryBatch header, List<Layout> columns, byte[] bytes, int body, long bodyLength) {
    Map<Long, Layout> layouts = encoded;
    Map<Long, RowColumn> known = dictionaries;
    if (layouts == null || known == null) {
      layouts = new HashMap<>();
      known = new HashMap<>();
      collect(columns, layouts);
      encoded = layouts;
      dictionaries = known;
    }
    Layout layout = layouts.get(header.id());
    RecordBatch data = header.data();
    if (layout == null || data == null) {
      throw new OtherwiseException();
    }
    ArrowType type = layout.field().getType();
    check(!header.isDelta() && !type.isComplex() && !(type instanceof ArrowType.Null));
    List<Layout> entries = List.of(layout.ofEntries());
    known.put(header.id(), decode(data, entries, bytes, body, bodyLength).get(0));
  }

  private static void collect(List<Layout> columns, Map<Long, Layout> encoded) {
    for (Layout column : columns) {
      if (column.field().getDictionary() == null) {
        collect(column.children(), encoded);
      } else { // whether two that share one are of one type is not checked here
        check(encoded.put(column.field().getDictionary().getId(), column) == null);
      }
    }
  }

  /**
   * Checks the batch of {@code header}.
   *
   * @param body where its body begins in {@code bytes}
   * @throws RuntimeException if it is not one that is read in place
   */
  List<RowColumn> decode(
      RecordBatch header, List<Layout> columns, byte[] bytes, int body, long bodyLength) {
    check(header.compression() == null && header.variadicBufferCountsLength() == 0);
    this.batch = header;
    this.bytes = bytes;
    this.body = body;
    this.bodyLength = bodyLength;
    this.node = 0;
    this.buffer = 0;
    int rows = BatchDecoder.rows(header, bodyLength, limits);
    List<RowColumn> decoded = new ArrayList<>(columns.size());
    for (Layout column : columns) {
      RowColumn one = column(column);
      check(one.count() == rows);
      decoded.add(one);
    }
    return decoded;
  }

  private RowColumn column(Layout layout) {
    Field field = layout.field();
    ArrowType type = field.getType();
    check(layout.form() == Layout.Form.USUAL || layout.form() == Layout.Form.LARGE);
    check(type.isComplex() || layout.children().isEmpty());
    boolean large = layout.form() == Layout.Form.LARGE;
    check(node < batch.nodesLength());
    FieldNode fieldNode = batch.nodes(node++);
    long length = fieldNode.length();
    long nulls = fieldNode.nullCount();
    check(length >= 0 && length <= Math.max(limits.emptyRows(), bodyLength * 8));
    int count = Math.toIntExact(length);
    if (type instanceof ArrowType.Null && field.getDictionary() == null) {
      return new RowColumn(field, false, bytes, count, -1, true, 0, 0, List.of(), null);
    }
    check(nulls >= 0 && nulls <= count);
    long bits = (count + 7L) / 8;
    int validity = next(nulls > 0 && nulls < count ? bits : 0);
    check(held == 0 || held >= bits);
    // where it is left out, all values are alike
    int nullsAt = held > 0 ? validity : -1;
    boolean allNull = held == 0 && nulls > 0;
    if (field.getDictionary() != null) {
      return indexes(field, count, nullsAt, allNull);
    }
    int width = RowColumn.width(type);
    if (width > 0) {
      int values = next((long) count * width);
      return new RowColumn(
          field, false, bytes, count, nullsAt, allNull, values, 0, List.of(), null);
    } else if (type instanceof ArrowType.Bool) {
      int values = next(bits);
      return new RowColumn(
          field, false, bytes, count, nullsAt, allNull, values, 0, List.of(), null);
    } else if (type instanceof ArrowType.Utf8 || type instanceof ArrowType.Binary) {
      int offsets = next(count == 0 ? 0 : (large ? 8L : 4L) * (count + 1L));
      int data = next(0);
      offsets(offsets, large, count, held);
      return new RowColumn(
          field, large, bytes, count, nullsAt, allNull, offsets, data, List.of(), null);
    }
    check(!large);
    int offsets = 0;
    if (type instanceof ArrowType.List || type instanceof ArrowType.Map) {
      offsets = next(count == 0 ? 0 : 4L * (count + 1L));
      check(layout.children().size() == 1);
    } else {
      check(type instanceof ArrowType.Struct);
      distinct(layout.children());
    }
    List<RowColumn> children = new ArrayList<>(layout.children().size());
    for (Layout child : layout.children()) {
      RowColumn decoded = column(child);
      children.add(decoded);
      if (type instanceof ArrowType.Struct) {
        check(decoded.count() >= count);
      } else {
        offsets(offsets, false, count, decoded.count());
      }
    }
    if (type instanceof ArrowType.Map) {
      Layout pair = layout.children().get(0);
      check(pair.field().getType() instanceof ArrowType.Struct && pair.children().size() == 2);
      check(!pair.field().isNullable() && !pair.children().get(0).field().isNullable());
    }
    return new RowColumn(field, false, bytes, count, nullsAt, allNull, offsets, 0, children, null);
  }

  private RowColumn indexes(Field field, int count, int validity, boolean allNull) {
    ArrowType.Int type = field.getDictionary().getIndexType();
    RowColumn entries =
        dictionaries == null ? null : dictionaries.get(field.getDictionary().getId());
    int values = next((long) count * RowColumn.width(type));
    RowColumn indexes =
        new RowColumn(field, false, bytes, count, validity, allNull, values, 0, List.of(), entries);
    for (int row = 0; row < count; row++) {
      if (!indexes.isNull(row)) {
        long index = indexes.integer(type, row);
        check(entries != null && index >= 0 && index < entries.count());
      }
    }
    return indexes;
  }

  /** Vectors know members by name, so that two of one name are refused. */
  private static void distinct(List<Layout> members) {
    Set<String> names = new HashSet<>(members.size() * 2);
    for (Layout member : members) {
      check(names.add(member.field().getName()));
    }
  }

  private void offsets(int at, boolean large, int count, long held) {
    if (count == 0) {
      return;
    }
    int width = large ? 8 : 4;
    long last = 0;
    for (int i = 0; i <= count; i++) {
      long offset = RowColumn.number(bytes, at + i * width, width);
      check(offset >= last);
      last = offset;
    }
    check(last <= held);
  }

  /** Where the next buffer begins, which has {@code least} bytes. */
  private int next(long least) {
    check(buffer < batch.buffersLength());
    Buffer described = batch.buffers(buffer++);
    long offset = described.offset();
    long length = described.length();
    check(offset >= 0 && length >= least && offset <= bodyLength && length <= bodyLength - offset);
    held = length;
    return body + (int) offset;
  }
}
