package io.vgi.internal.stream;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
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
    return !(vector instanceof NullVector) && isSet(vector.getValidityBuffer(), 0, Long.MAX_VALUE);
  }

  /**
   * Whether one of the first {@code count} values is of variable width and was written before the
   * last one written: then values have been lost, because each begins where the one before it ends.
   */
  static boolean isOutOfOrder(FieldVector vector, long count) {
    if (vector instanceof BaseVariableWidthVector text) {
      return isSet(text.getValidityBuffer(), text.getLastSet() + 1L, count);
    } else if (vector instanceof BaseLargeVariableWidthVector text) {
      return isSet(text.getValidityBuffer(), text.getLastSet() + 1L, count);
    } else if (vector.getField().getChildren().isEmpty()) {
      return false;
    }
    long within = count;
    if (vector instanceof ListVector list) {
      int last = list.getLastSet();
      if (isSet(list.getValidityBuffer(), last + 1L, count)) {
        return true;
      }
      within = last < 0 ? 0 : list.getElementEndIndex(last);
    } else if (vector instanceof FixedSizeListVector array) {
      within = count * array.getListSize();
    }
    for (FieldVector child : vector.getChildrenFromFields()) {
      if (isOutOfOrder(child, within)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a value from {@code row} on, and before {@code end}, is there. */
  private static boolean isSet(@Nullable ArrowBuf validity, long row, long end) {
    if (validity == null) {
      return false;
    }
    long last = Math.min(end, validity.capacity() * Byte.SIZE);
    long at = row;
    while (at < last) {
      if ((at & 63) == 0 && at + Long.SIZE <= last) {
        if (validity.getLong(at >> 3) != 0) {
          return true;
        }
        at += Long.SIZE;
      } else {
        if ((validity.getByte(at >> 3) & (1 << (at & 7))) != 0) {
          return true;
        }
        at++;
      }
    }
    return false;
  }

  /**
   * What {@code failure} is about, when a write by a function has no room in one of its vectors.
   */
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
