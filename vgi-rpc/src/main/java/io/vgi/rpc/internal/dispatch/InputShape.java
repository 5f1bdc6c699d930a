package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.Layout;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * An input batch in the shape that an exchange declared: columns are put in order, numbers of
 * another type converted. Owns what was converted and nothing else.
 */
final class InputShape implements AutoCloseable {
  private final WireBatch batch;
  private final List<FieldVector> converted;

  private InputShape(WireBatch batch, List<FieldVector> converted) {
    this.batch = batch;
    this.converted = converted;
  }

  /** Shapes {@code batch}, which stays the caller's. */
  static InputShape of(WireBatch batch, WireSchema declared) {
    WireSchema given = batch.schema();
    boolean asDeclared = given.size() == declared.size();
    for (int i = 0; asDeclared && i < declared.size(); i++) {
      Field want = declared.field(i);
      Field got = given.field(i);
      asDeclared = want.getName().equals(got.getName()) && sameType(want, got);
    }
    if (asDeclared) {
      return new InputShape(batch, List.of());
    }
    List<FieldVector> converted = new ArrayList<>();
    try {
      return new InputShape(reshape(batch, declared, converted), converted);
    } catch (Throwable failure) {
      release(converted);
      throw failure;
    }
  }

  private static WireBatch reshape(
      WireBatch batch, WireSchema declared, List<FieldVector> converted) {
    WireSchema given = batch.schema();
    if (given.size() != declared.size()) {
      throw mismatch(given, declared);
    }
    List<FieldVector> columns = new ArrayList<>(declared.size());
    for (Field want : declared.fields()) {
      int at = given.indexOf(want.getName());
      if (at < 0) {
        throw mismatch(given, declared);
      }
      FieldVector column = batch.column(at);
      if (!sameType(want, given.field(at))) {
        column = NumberCast.cast(column, want);
        if (column == null) {
          throw mismatch(given, declared);
        }
        converted.add(column);
      }
      columns.add(column);
    }
    return WireBatch.of(declared, columns, batch.rows(), batch.metadata());
  }

  private static boolean sameType(Field want, Field got) {
    return WireSchema.sameType(WireSchema.plain(Layout.usual(want)), WireSchema.plain(got));
  }

  private static RpcFault mismatch(WireSchema given, WireSchema declared) {
    return RpcFault.wrongParameters(
        "Input schema mismatch: expected "
            + SchemaSummary.of(declared)
            + ", got "
            + SchemaSummary.of(given));
  }

  private static void release(List<FieldVector> vectors) {
    for (FieldVector vector : vectors) {
      vector.close();
    }
  }

  /** The batch in the declared shape; not to be closed. */
  WireBatch batch() {
    return batch;
  }

  @Override
  public void close() {
    release(converted);
  }
}
