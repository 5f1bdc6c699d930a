package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.WireBatch;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.UnionVector;

/** The values of a batch as plain objects, taken apart without Arrow's own conversions. */
final class Snapshot {
  private Snapshot() {}

  /** The columns' values: texts, hexadecimal bytes, lists, or null. */
  static List<List<Object>> of(WireBatch batch) {
    List<List<Object>> columns = new ArrayList<>();
    for (FieldVector column : batch.columns()) {
      columns.add(range(column, 0, batch.rows()));
    }
    return columns;
  }

  private static List<Object> range(FieldVector vector, int from, int to) {
    List<Object> values = new ArrayList<>();
    for (int row = from; row < to; row++) {
      values.add(value(vector, row));
    }
    return values;
  }

  private static Object value(FieldVector vector, int row) {
    if (vector instanceof UnionVector union) {
      byte type = union.getTypeBuffer().getByte(row);
      return List.of(
          "member " + type, range(union.getChildrenFromFields().get(type), row, row + 1));
    } else if (vector.isNull(row)) {
      return null;
    } else if (vector instanceof BitVector bits) {
      return bits.get(row) != 0;
    } else if (vector instanceof BaseFixedWidthVector fixed) {
      return hex(fixed.getDataBuffer(), (long) row * fixed.getTypeWidth(), fixed.getTypeWidth());
    } else if (vector instanceof VarCharVector text) {
      return text.getObject(row).toString();
    } else if (vector instanceof LargeVarCharVector text) {
      return text.getObject(row).toString();
    } else if (vector instanceof ViewVarCharVector text) {
      return text.getObject(row).toString();
    } else if (vector instanceof VarBinaryVector bytes) {
      return HexFormat.of().formatHex(bytes.get(row));
    } else if (vector instanceof LargeVarBinaryVector bytes) {
      return HexFormat.of().formatHex(bytes.get(row));
    } else if (vector instanceof ViewVarBinaryVector bytes) {
      return HexFormat.of().formatHex(bytes.get(row));
    }
    return nested(vector, row);
  }

  private static Object nested(FieldVector vector, int row) {
    if (vector instanceof ListVector list) {
      int from = list.getElementStartIndex(row);
      return range(list.getDataVector(), from, list.getElementEndIndex(row));
    } else if (vector instanceof LargeListVector list) {
      int from = (int) list.getElementStartIndex(row);
      return range(list.getDataVector(), from, (int) list.getElementEndIndex(row));
    } else if (vector instanceof FixedSizeListVector list) {
      int size = list.getListSize();
      return range(list.getDataVector(), row * size, (row + 1) * size);
    } else if (vector instanceof StructVector struct) {
      List<Object> members = new ArrayList<>();
      for (FieldVector child : struct.getChildrenFromFields()) {
        members.add(value(child, row));
      }
      return members;
    }
    throw new AssertionError("No snapshot of " + vector.getField());
  }

  private static String hex(ArrowBuf buffer, long at, int length) {
    byte[] bytes = new byte[length];
    buffer.getBytes(at, bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
