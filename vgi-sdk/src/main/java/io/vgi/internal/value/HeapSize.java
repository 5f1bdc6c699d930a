package io.vgi.internal.value;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.memory.HeapMemory;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.UnionVector;

/**
 * About how many bytes a {@link io.vgi.type.ValueCodec} makes on the heap of what was decoded: by
 * the lengths of vectors alone, since values may take no bytes on the wire and many of them on the
 * heap. A list of a million BIGINT takes 32 MB, one of a million structs of one member 232 MB.
 */
public final class HeapSize {
  private static final long REFERENCE = 8;
  private static final long LIST = 3 * HeapMemory.OBJECT;
  private static final long MAP = 168;
  private static final long ENTRY = 64;
  private static final long RARE = 112;

  private HeapSize() {}

  /** Takes what all values of {@code batch} need from the heap of the call it is read for. */
  public static void take(WireBatch batch, BufferAllocator allocator) {
    HeapMemory.of(allocator).take(members(batch.columns(), 0, batch.rows()));
  }

  /** Of the values of {@code vector} from {@code from} to before {@code to}. */
  public static long of(FieldVector vector, int from, int to) {
    long count = (long) to - from;
    if (count <= 0 || vector instanceof NullVector || vector instanceof BitVector) {
      return 0;
    } else if (vector instanceof BaseIntVector
        || vector instanceof Float8Vector
        || vector instanceof Float4Vector) {
      return count * HeapMemory.OBJECT;
    } else if (vector instanceof VarCharVector text) {
      // a character may take two bytes
      return 2
          * (count * HeapMemory.OBJECT + text.getEndOffset(to - 1) - text.getStartOffset(from));
    } else if (vector instanceof VarBinaryVector bytes) {
      return count * HeapMemory.OBJECT + bytes.getEndOffset(to - 1) - bytes.getStartOffset(from);
    } else if (vector instanceof FixedSizeBinaryVector bytes) {
      return count * (RARE + bytes.getByteWidth());
    } else if (vector instanceof MapVector map) {
      int first = map.getElementStartIndex(from);
      int last = map.getElementEndIndex(to - 1);
      List<FieldVector> pair = map.getDataVector().getChildrenFromFields();
      return count * MAP + (long) (last - first) * ENTRY + members(pair, first, last);
    } else if (vector instanceof ListVector list) {
      return list(
          count,
          list.getDataVector(),
          list.getElementStartIndex(from),
          list.getElementEndIndex(to - 1));
    } else if (vector instanceof FixedSizeListVector list) {
      return list(
          count,
          list.getDataVector(),
          list.getElementStartIndex(from),
          list.getElementEndIndex(to - 1));
    } else if (vector instanceof StructVector struct) {
      List<FieldVector> members = struct.getChildrenFromFields();
      return count * (MAP + members.size() * ENTRY) + members(members, from, to);
    } else if (vector instanceof UnionVector union) {
      return count * (MAP + ENTRY) + members(union.getChildrenFromFields(), from, to);
    }
    return count * RARE;
  }

  private static long list(long count, FieldVector data, int first, int last) {
    return count * LIST + (long) (last - first) * REFERENCE + of(data, first, last);
  }

  private static long members(List<FieldVector> members, int from, int to) {
    long bytes = 0;
    for (FieldVector member : members) {
      bytes += of(member, from, to);
    }
    return bytes;
  }
}
