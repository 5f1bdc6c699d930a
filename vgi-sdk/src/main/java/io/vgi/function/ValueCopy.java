package io.vgi.function;

import java.util.List;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.UnionVector;

/**
 * Copies single values from one vector to another of the same type, whatever that is.
 *
 * <p>Unlike {@code copyFromSafe} of Arrow's vectors it keeps the values of unions, at any depth.
 * Rows of the target are written in order, those left out become NULL; the target grows as needed
 * and its value count is set by whoever ends the batch. Made once for two vectors, used for many
 * rows; both stay the caller's. One thread at a time.
 */
public final class ValueCopy {
  private final Step step;

  private ValueCopy(Step step) {
    this.step = step;
  }

  /** What is to be done for vectors of one type; chosen once, not for each row. */
  private interface Step {
    void copy(int row, int into);

    boolean isNull(int row);
  }

  /**
   * Prepares to copy from {@code from} to {@code to}.
   *
   * @throws IllegalArgumentException when their types differ
   */
  public static ValueCopy between(FieldVector from, FieldVector to) {
    return new ValueCopy(step(from, to));
  }

  /** Copies the value in {@code row} to the row {@code into} of the target. */
  public void copy(int row, int into) {
    step.copy(row, into);
  }

  /** Whether the value in {@code row} is NULL; Arrow's vectors cannot tell this of unions. */
  public boolean isNull(int row) {
    return step.isNull(row);
  }

  private static Step step(FieldVector from, FieldVector to) {
    if (from.getClass() != to.getClass()) {
      throw different(from, to);
    } else if (from instanceof UnionVector union) {
      return new UnionStep(union, (UnionVector) to, members(from, to));
    } else if (from instanceof StructVector struct) {
      return new StructStep(struct, (StructVector) to, members(from, to));
    } else if (from instanceof ListVector list) {
      return new ListStep(list, (ListVector) to, members(from, to)[0]);
    } else if (from instanceof FixedSizeListVector array) {
      FixedSizeListVector into = (FixedSizeListVector) to;
      if (array.getListSize() != into.getListSize()) {
        throw different(from, to);
      }
      return new ArrayStep(array, into, members(from, to)[0]);
    } else if (from instanceof BaseFixedWidthVector fixed) {
      boolean same = fixed.getTypeWidth() == ((BaseFixedWidthVector) to).getTypeWidth();
      if (from instanceof DecimalVector decimal) {
        same &= decimal.getScale() == ((DecimalVector) to).getScale();
      }
      if (!same) {
        throw different(from, to);
      }
      return new LeafStep(from, to);
    } else if (from instanceof BaseVariableWidthVector
        || from instanceof BaseLargeVariableWidthVector
        || from instanceof BaseVariableWidthViewVector) {
      return new LeafStep(from, to);
    } else if (from instanceof NullVector) {
      return new NullStep();
    }
    throw new IllegalArgumentException(
        "Values of a " + from.getClass().getSimpleName() + " cannot be copied");
  }

  private static Step[] members(FieldVector from, FieldVector to) {
    List<FieldVector> left = from.getChildrenFromFields();
    List<FieldVector> right = to.getChildrenFromFields();
    if (left.size() != right.size()) {
      throw different(from, to);
    }
    Step[] members = new Step[left.size()];
    for (int i = 0; i < members.length; i++) {
      members[i] = step(left.get(i), right.get(i));
    }
    return members;
  }

  private static IllegalArgumentException different(FieldVector from, FieldVector to) {
    return new IllegalArgumentException(
        "Values of '" + from.getField() + "' cannot be copied to '" + to.getField() + "'");
  }

  private record NullStep() implements Step {
    @Override
    public void copy(int row, int into) {
      // every row is NULL
    }

    @Override
    public boolean isNull(int row) {
      return true;
    }
  }

  private record LeafStep(FieldVector from, FieldVector to) implements Step {
    @Override
    public void copy(int row, int into) {
      to.copyFromSafe(row, into, from);
    }

    @Override
    public boolean isNull(int row) {
      return from.isNull(row);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record UnionStep(UnionVector from, UnionVector to, Step[] members) implements Step {
    @Override
    public void copy(int row, int into) {
      while (into >= to.getTypeBuffer().capacity()) {
        to.reAlloc();
      }
      // UnionVector.setType writes Arrow's own numbers, not the members' positions
      byte member = from.getTypeBuffer().getByte(row);
      to.getTypeBuffer().setByte(into, member);
      members[member].copy(row, into);
    }

    @Override
    public boolean isNull(int row) {
      return members[from.getTypeBuffer().getByte(row)].isNull(row);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record StructStep(StructVector from, StructVector to, Step[] members) implements Step {
    @Override
    public void copy(int row, int into) {
      if (from.isNull(row)) {
        to.setNull(into);
        return;
      }
      to.setIndexDefined(into);
      for (Step member : members) {
        member.copy(row, into);
      }
    }

    @Override
    public boolean isNull(int row) {
      return from.isNull(row);
    }
  }

  private record ListStep(ListVector from, ListVector to, Step element) implements Step {
    @Override
    public void copy(int row, int into) {
      if (from.isNull(row)) {
        to.setNull(into);
        return;
      }
      int first = from.getElementStartIndex(row);
      int size = from.getElementEndIndex(row) - first;
      int start = to.startNewValue(into);
      for (int i = 0; i < size; i++) {
        element.copy(first + i, start + i);
      }
      to.endValue(into, size);
    }

    @Override
    public boolean isNull(int row) {
      return from.isNull(row);
    }
  }

  private record ArrayStep(FixedSizeListVector from, FixedSizeListVector to, Step element)
      implements Step {
    @Override
    public void copy(int row, int into) {
      if (from.isNull(row)) {
        to.setNull(into);
        return;
      }
      to.setNotNull(into);
      int size = from.getListSize();
      for (int i = 0; i < size; i++) {
        element.copy(row * size + i, into * size + i);
      }
    }

    @Override
    public boolean isNull(int row) {
      return from.isNull(row);
    }
  }
}
