package io.vgi.internal.stream;

import io.vgi.function.Rows;
import io.vgi.function.ValueCopy;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Copies single rows of several inputs behind each other into the columns of one batch. */
final class RowGather {
  private static final int[] NONE = {};

  private final BatchBuilder out;
  private final List<Column<?>> columns;

  /** How to copy from rows that were met since the batch began. */
  private final IdentityHashMap<Rows, Copies> known = new IdentityHashMap<>();

  private @Nullable Rows last;
  private @Nullable Copies lastCopies;
  private @Nullable List<Column<?>> matched;
  private int[] sources = NONE;

  RowGather(BatchBuilder out, List<Column<?>> columns) {
    this.out = out;
    this.columns = columns;
  }

  /** From which vectors, and how; rows that are reused for another batch have others. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Copies(int[] positions, FieldVector[] vectors, ValueCopy[] steps) {
    boolean isOf(Rows in) {
      for (int i = 0; i < positions.length; i++) {
        if (in.vector(positions[i]) != vectors[i]) {
          return false;
        }
      }
      return true;
    }
  }

  /** Copies {@code row} of {@code in} to the row {@code into}. */
  void copy(Rows in, int row, int into) {
    if (row < 0 || row >= in.count()) {
      throw new IndexOutOfBoundsException(
          "There is no row " + row + " to append among " + in.count() + " rows");
    }
    Copies copies = in == last ? lastCopies : known.get(in);
    if (copies == null || !copies.isOf(in)) {
      copies = prepare(in);
      known.put(in, copies);
    }
    last = in;
    lastCopies = copies;
    for (ValueCopy step : copies.steps()) {
      step.copy(row, into);
    }
  }

  private Copies prepare(Rows in) {
    if (in.columns() != matched) {
      sources = match(in.columns());
      matched = in.columns();
    }
    List<Integer> positions = new ArrayList<>();
    List<FieldVector> vectors = new ArrayList<>();
    List<ValueCopy> steps = new ArrayList<>();
    for (int i = 0; i < sources.length; i++) {
      // the values of a partition column are told even if the query does not use it
      if (sources[i] >= 0 && (out.isWanted(i) || columns.get(i).isPartition())) {
        FieldVector from = in.vector(sources[i]);
        FieldVector to = out.vector(i);
        if (!out.isCounted() && WrittenVectors.holdsValues(to)) {
          throw new IllegalStateException(
              out.named()
                  + " wrote to column '"
                  + columns.get(i).name()
                  + "' and then appends rows that have it; call rows(count) in between");
        }
        positions.add(sources[i]);
        vectors.add(from);
        steps.add(ValueCopy.between(from, to));
      }
    }
    return new Copies(
        positions.stream().mapToInt(Integer::intValue).toArray(),
        vectors.toArray(new FieldVector[0]),
        steps.toArray(new ValueCopy[0]));
  }

  /** For each column of the batch the column of {@code given} that has its values, or -1. */
  private int[] match(List<Column<?>> given) {
    int[] matches = new int[columns.size()];
    boolean any = false;
    for (int i = 0; i < matches.length; i++) {
      Column<?> column = columns.get(i);
      matches[i] = find(given, i);
      if (matches[i] >= 0) {
        Column<?> found = given.get(matches[i]);
        if (!found.type().equals(column.type())) {
          throw new IllegalArgumentException(
              "Column '"
                  + column.name()
                  + "' of "
                  + out.named()
                  + " is of type "
                  + column.type()
                  + ", that of the rows to append is of type "
                  + found.type());
        }
        any = true;
      }
    }
    if (!any) {
      throw new IllegalArgumentException(
          "Rows of " + given + " have no column of " + columns + ", so they cannot be appended");
    }
    return matches;
  }

  private int find(List<Column<?>> given, int position) {
    String name = columns.get(position).name();
    if (position < given.size() && given.get(position).name().equalsIgnoreCase(name)) {
      return position;
    }
    for (int i = 0; i < given.size(); i++) {
      if (given.get(i).name().equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  /** Forgets all vectors. */
  void reset() {
    known.clear();
    last = null;
    lastCopies = null;
  }
}
