package io.vgi.example.inout;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.apache.arrow.vector.BigIntVector;

/** Gives its input back with origins of rows that an engine must refuse. */
final class HostileProvenance implements TableInOutFunction {
  private static final Column<BigIntVector> X =
      Column.bigint("x").doc("Input column (echoed as output)");
  private static final Arg<String> MODE =
      Arg.varchar("mode").named().orElse("range").doc("range | length | base64");
  private static final Column<BigIntVector> HV = Column.bigint("hv");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.tableInOut("hostile_provenance")
        .columns(X)
        .args(MODE)
        .returns(HV)
        .doc("Adversarial blended fixture emitting malformed vgi_rpc.parent_row")
        .categories("blended", "test", "adversarial")
        .build();
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) {
    BigIntVector numbers = in.get(X);
    BigIntVector result = out.get(HV);
    in.forEachRow(row -> result.setSafe(row, numbers.get(row)));
    int rows = in.count();
    out.rows(rows);
    out.metadata(
        "vgi_rpc.parent_row#b64",
        switch (scan.get(MODE)) {
          case "base64" -> "@@@ this is not base64 @@@";
          case "length" -> origins(rows + 1, 0);
          default -> origins(rows, rows);
        });
  }

  private static String origins(int count, int origin) {
    ByteBuffer bytes = ByteBuffer.allocate(count * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putInt(origin);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
