package io.vgi.internal.stream;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.jspecify.annotations.Nullable;

/** Finds values that a function wrote and that would be lost without a word. */
final class WrittenVectors {
  private static final String ARROW = "org.apache.arrow.";

  private WrittenVectors() {}

  /** Whether a value was written, before the number of rows is set. */
  static boolean holdsValues(FieldVector vector) {
    if (vector.getValueCount() > 0) {
      return true;
    } else if (vector instanceof UnionVector) {
      for (FieldVector member : vector.getChildrenFromFields()) {
        if (holdsValues(member)) {
          return true;
        }
      }
      return false;
    }
    return !(vector instanceof NullVector) && isSetBehind(vector.getValidityBuffer(), -1);
  }

  /**
   * Whether a value of variable width was written behind the last one: then the rows before it have
   * lost theirs, because each begins where the one before it ends.
   */
  static boolean isOutOfOrder(FieldVector vector) {
    int last = -1;
    if (vector instanceof BaseVariableWidthVector text) {
      return isSetBehind(text.getValidityBuffer(), text.getLastSet());
    } else if (vector instanceof BaseLargeVariableWidthVector text) {
      return isSetBehind(text.getValidityBuffer(), text.getLastSet());
    } else if (vector instanceof ListVector list) {
      last = list.getLastSet();
    } else if (vector instanceof LargeListVector list) {
      last = list.getLastSet();
    } else if (vector.getField().getChildren().isEmpty()) {
      return false;
    }
    boolean list = vector instanceof ListVector || vector instanceof LargeListVector;
    if (list && isSetBehind(vector.getValidityBuffer(), last)) {
      return true;
    }
    for (FieldVector child : vector.getChildrenFromFields()) {
      if (isOutOfOrder(child)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSetBehind(@Nullable ArrowBuf validity, int last) {
    if (validity == null) {
      return false;
    }
    long bits = validity.capacity() * Byte.SIZE;
    long row = last + 1L;
    for (; row < bits && (row & 63) != 0; row++) {
      if ((validity.getByte(row >> 3) & (1 << (row & 7))) != 0) {
        return true;
      }
    }
    for (; row + Long.SIZE <= bits; row += Long.SIZE) {
      if (validity.getLong(row >> 3) != 0) {
        return true;
      }
    }
    for (; row < bits; row += Byte.SIZE) {
      if (validity.getByte(row >> 3) != 0) {
        return true;
      }
    }
    return false;
  }

  /** What {@code failure} is about, when a write by a function has no room in one of its vectors. */
  static RuntimeException explain(
      IndexOutOfBoundsException failure, String function, @Nullable FieldVector[] vectors) {
    StackTraceElement write = null;
    for (StackTraceElement frame : failure.getStackTrace()) {
      if (!frame.getClassName().startsWith(ARROW)) {
        break;
      }
      write = frame;
    }
    if (write == null || !isWrite(write.getMethodName())) {
      return failure;
    }
    List<String> names = new ArrayList<>();
    List<String> exact = new ArrayList<>();
    for (FieldVector vector : vectors) {
      if (vector != null && isA(vector, write.getClassName())) {
        names.add("'" + vector.getName() + "'");
        if (hasRoom(vector, String.valueOf(failure.getMessage()))) {
          exact.add("'" + vector.getName() + "'");
        }
      }
    }
    List<String> likely = exact.isEmpty() ? names : exact;
    String where = likely.isEmpty() ? "a vector" : "column " + String.join(" or ", likely);
    return new IllegalStateException(
        "'"
            + function
            + "' wrote beyond the room of "
            + where
            + " ("
            + failure.getMessage()
            + "): use setSafe, which makes room, or write fewer rows to one batch",
        failure);
  }

  private static boolean isWrite(String method) {
    return method.startsWith("set") || method.startsWith("copyFrom") || method.startsWith("write");
  }

  private static boolean isA(FieldVector vector, String name) {
    for (Class<?> type = vector.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(name)) {
        return true;
      }
    }
    return name.equals(ArrowBuf.class.getName());
  }

  private static boolean hasRoom(FieldVector vector, String message) {
    if (vector instanceof UnionVector || vector instanceof NullVector) {
      return false;
    }
    List<ArrowBuf> buffers = new ArrayList<>();
    buffers.add(vector.getValidityBuffer());
    if (vector.getField().getChildren().isEmpty()) {
      buffers.add(vector.getDataBuffer());
    }
    for (ArrowBuf buffer : buffers) {
      if (message.contains("range(0, " + buffer.capacity() + ")")) {
        return true;
      }
    }
    return false;
  }
}
