package io.vgi.internal.stream;

import io.vgi.function.Rows;
import io.vgi.internal.call.InputRows;
import io.vgi.internal.call.ScanCall;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.TakeKernel;
import io.vgi.type.Column;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The rows that a function hands on as they are, which become vectors of its batch. */
final class HandedRows {
  private static final int NONE = -1;

  private final ScanCall call;
  private final List<Field> fields;
  private final @Nullable FieldVector[] vectors;
  private final boolean[] borrowed;
  private final boolean[] handedOn;
  private @Nullable List<Column<?>> checked;
  private int count = NONE;
  private boolean excluded;

  /**
   * Prepares for the batches of a call.
   *
   * @param fields the columns of the output
   * @param vectors the batch, in which rows are put
   */
  HandedRows(ScanCall call, List<Field> fields, @Nullable FieldVector[] vectors) {
    this.call = call;
    this.fields = fields;
    this.vectors = vectors;
    this.borrowed = new boolean[vectors.length];
    this.handedOn = new boolean[vectors.length];
  }

  /** Whether the batch has such rows, of which it then has no others. */
  boolean any() {
    return count != NONE;
  }

  int count() {
    return count;
  }

  /** The batch has rows that were appended, so it can have none of these. */
  void excluded() {
    excluded = true;
  }

  /** Whether a column is one of the rows' own. */
  boolean isColumn(int position) {
    return handedOn[position];
  }

  /** Whether a vector is somebody else's to close. */
  boolean isBorrowed(int position) {
    return borrowed[position];
  }

  /** Takes note of rows that are handed on; what was written before must not be lost by it. */
  private void begin(int columns, int rows) {
    if (any()) {
      throw new IllegalStateException(
          named() + " forwards rows a second time; the first ones would be lost from the batch");
    }
    if (excluded) {
      throw new IllegalStateException(
          named() + " appends rows and then forwards some; a batch has either");
    }
    for (int i = 0; i < columns; i++) {
      FieldVector written = vectors[i];
      if (written != null) {
        if (WrittenVectors.holdsValues(written)) {
          throw new IllegalStateException(
              named()
                  + " wrote to column '"
                  + fields.get(i).getName()
                  + "' and then forwards rows that have it; write only to the columns behind");
        }
        written.close();
        vectors[i] = null;
      }
      handedOn[i] = true;
    }
    count = rows;
  }

  /** All rows of {@code in}. */
  void all(Rows in) {
    checkColumns(in);
    begin(in.columns().size(), in.count());
    boolean copy = in instanceof InputRows rows && rows.isPassing();
    for (int i = 0; i < in.columns().size(); i++) {
      vectors[i] = copy ? copy(in.vector(i), i, in.count()) : in.vector(i);
      borrowed[i] = !copy;
    }
  }

  private FieldVector copy(FieldVector vector, int position, int rows) {
    int[] all = new int[rows];
    Arrays.setAll(all, row -> row);
    return TakeKernel.take(vector, fields.get(position), all, rows, call.allocator());
  }

  /** Some rows of {@code in}, of the columns that are wanted. */
  void some(Rows in, int[] rows, int number, boolean[] wanted) {
    checkColumns(in);
    begin(in.columns().size(), number);
    for (int i = 0; i < in.columns().size(); i++) {
      if (wanted[i]) {
        vectors[i] = TakeKernel.take(in.vector(i), fields.get(i), rows, number, call.allocator());
      }
    }
  }

  /** Rows that were kept as bytes; returns whether there are any. */
  boolean read(byte[] rows) {
    WireBatch batch = IpcBytes.readBatch(rows, call.allocator());
    if (batch == null) {
      return false;
    }
    if (!isHeadOfOutput(batch.schema())) {
      batch.close();
      throw new IllegalArgumentException(
          "Rows of " + batch.schema() + " cannot be handed on as " + call.shape().columns());
    }
    try {
      begin(batch.columns().size(), batch.rows());
    } catch (IllegalStateException lossy) {
      batch.close();
      throw lossy;
    }
    for (int i = 0; i < batch.columns().size(); i++) {
      vectors[i] = batch.column(i);
    }
    return true;
  }

  private boolean isHeadOfOutput(WireSchema given) {
    boolean same = given.size() <= fields.size();
    for (int i = 0; same && i < given.size(); i++) {
      same = WireSchema.sameType(WireSchema.plain(given.field(i)), fields.get(i));
    }
    return same;
  }

  private void checkColumns(Rows in) {
    List<Column<?>> given = in.columns();
    if (given == checked) {
      return;
    }
    List<Column<?>> columns = call.shape().columns();
    boolean same = given.size() <= columns.size();
    for (int i = 0; same && i < given.size(); i++) {
      same = given.get(i) == columns.get(i) || given.get(i).type().equals(columns.get(i).type());
    }
    if (!same) {
      throw new IllegalArgumentException("Rows of " + given + " cannot be handed on as " + columns);
    }
    checked = given;
  }

  private String named() {
    return "'" + call.spec().name() + "'";
  }

  /** Starts the next batch, whose vectors are not there yet. */
  void reset() {
    count = NONE;
    excluded = false;
    Arrays.fill(handedOn, false);
  }

  /** The vectors are released. */
  void released() {
    Arrays.fill(borrowed, false);
  }
}
