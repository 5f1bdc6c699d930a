package io.vgi.rpc.internal.ipc;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** What must hold of buffers before a vector may follow them. */
final class Checks {
  private Checks() {}

  static void offsets(ArrowBuf offsets, int count, long held, Field wire) {
    if (count == 0) {
      return;
    }
    int last = offsets.getInt(0);
    if (last < 0) {
      throw BatchDecoder.bad(wire, "has a negative offset");
    }
    for (int i = 1; i <= count; i++) {
      int offset = offsets.getInt(4L * i);
      if (offset < last) {
        throw BatchDecoder.bad(wire, "has offsets that go backwards");
      }
      last = offset;
    }
    if (last > held) {
      throw BatchDecoder.bad(wire, "has offsets beyond its data");
    }
  }

  static void union(List<ArrowBuf> own, ArrowType.Union union, int count, Field wire) {
    boolean[] known = new boolean[128];
    int[] ids = union.getTypeIds();
    for (int i = 0; i < wire.getChildren().size(); i++) {
      int id = ids == null || ids.length == 0 ? i : ids[i];
      if (id < 0 || id > 127) {
        throw BatchDecoder.bad(wire, "has the union type id " + id);
      }
      known[id] = true;
    }
    for (int row = 0; row < count; row++) {
      byte id = own.get(0).getByte(row);
      if (id < 0 || !known[id]) {
        throw BatchDecoder.bad(wire, "has the unknown union type id " + id);
      }
    }
  }

  static void denseUnion(
      List<ArrowBuf> own, ArrowType.Union union, int child, long held, int count, Field wire) {
    int[] ids = union.getTypeIds();
    int id = ids == null || ids.length == 0 ? child : ids[child];
    for (int row = 0; row < count; row++) {
      int offset = own.get(1).getInt(4L * row);
      if (own.get(0).getByte(row) == id && (offset < 0 || offset >= held)) {
        throw BatchDecoder.bad(wire, "has a union offset outside its member");
      }
    }
  }
}
