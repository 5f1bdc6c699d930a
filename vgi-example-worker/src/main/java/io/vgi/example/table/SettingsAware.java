package io.vgi.example.table;

import io.vgi.example.Settings;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.type.Column;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;

/** Shows settings of the session in its rows; one of them decides its columns. */
final class SettingsAware extends CountedRows {
  private static final Column<BigIntVector> ID = Column.bigint("id");
  private static final Column<VarCharVector> GREETING = Column.varchar("greeting");
  private static final Column<Float8Vector> VALUE = Column.float8("value");
  private static final Column<VarCharVector> DETAILS = Column.varchar("details");

  SettingsAware() {
    super(
        FunctionSpec.table("settings_aware")
            .args(Args.COUNT)
            .uses(Settings.VERBOSE)
            .uses(Settings.GREETING)
            .uses(Settings.MULTIPLIER)
            .doc("Generates data demonstrating settings are passed")
            .categories("generator", "settings")
            .example("SELECT * FROM settings_aware(5)", "Generate 5 rows showing setting values")
            .build());
  }

  @Override
  protected long count(Call call) {
    return call.get(Args.COUNT);
  }

  @Override
  protected List<Column<?>> columns(Bind bind) {
    return bind.get(Settings.VERBOSE)
        ? List.of(ID, GREETING, VALUE, DETAILS)
        : List.of(ID, GREETING, VALUE);
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    String greeting = scan.get(Settings.GREETING);
    long multiplier = scan.get(Settings.MULTIPLIER);
    BigIntVector ids = out.get(ID);
    VarCharVector greetings = out.get(GREETING);
    Float8Vector values = out.get(VALUE);
    for (int i = 0; i < rows; i++) {
      ids.set(i, first + i);
      Text.set(greetings, i, greeting);
      values.set(i, (first + i) * 2.5 * multiplier);
    }
    // what bind decided, should the setting have changed since
    if (scan.shape().columns().contains(DETAILS)) {
      VarCharVector details = out.get(DETAILS);
      for (int i = 0; i < rows; i++) {
        Text.set(details, i, "row_" + (first + i));
      }
    }
  }
}
