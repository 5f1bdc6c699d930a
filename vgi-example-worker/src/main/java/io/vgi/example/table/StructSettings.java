package io.vgi.example.table;

import io.vgi.example.Settings;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** A sequence that one STRUCT setting describes, read as a record. */
final class StructSettings extends CountedRows {
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Column<VarCharVector> LABEL = Column.varchar("label");

  StructSettings() {
    super(
        FunctionSpec.table("struct_settings")
            .args(Args.COUNT)
            .uses(Settings.CONFIG)
            .returns(N, LABEL)
            .doc("Generate a sequence configured by a struct setting")
            .categories("generator", "settings")
            .example(
                "SELECT * FROM struct_settings(5)",
                "Generate 5 rows configured by the config setting")
            .build());
  }

  @Override
  protected long count(Call call) {
    return call.get(Args.COUNT);
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    Settings.Config config = scan.get(Settings.CONFIG);
    long start = config.start() == null ? 0 : config.start();
    long step = config.step() == null ? 1 : config.step();
    BigIntVector n = out.get(N);
    VarCharVector labels = out.get(LABEL);
    for (int i = 0; i < rows; i++) {
      n.set(i, start + Math.multiplyExact(first + i, step));
      Text.set(labels, i, config.label() + "_" + (first + i));
    }
  }
}
