package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Brings an input batch into the shape an exchange declared. */
final class InputShape {
  private InputShape() {}

  /** Puts columns into the declared order; the result shares the vectors of {@code batch}. */
  static WireBatch conform(WireBatch batch, WireSchema declared) {
    WireSchema given = batch.schema();
    boolean inOrder = given.size() == declared.size();
    for (int i = 0; inOrder && i < declared.size(); i++) {
      inOrder = matches(declared.field(i), given.field(i));
    }
    if (inOrder) {
      return batch;
    }
    List<FieldVector> columns = new ArrayList<>(declared.size());
    for (Field want : declared.fields()) {
      int at = given.indexOf(want.getName());
      if (at < 0 || given.size() != declared.size() || !matches(want, given.field(at))) {
        throw RpcFault.wrongParameters(
            "Input schema mismatch: expected " + declared.fields() + ", got " + given.fields());
      }
      columns.add(batch.column(at));
    }
    return WireBatch.of(declared, columns, batch.rows(), batch.metadata());
  }

  private static boolean matches(Field want, Field got) {
    return want.getName().equals(got.getName())
        && WireSchema.sameType(WireSchema.plain(want), WireSchema.plain(got));
  }
}
