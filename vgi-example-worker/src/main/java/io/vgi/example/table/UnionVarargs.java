package io.vgi.example.table;

import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Shows which member of a UNION each of its arguments is. */
final class UnionVarargs extends CountedRows {
  private static final Arg<Config> CONFIGS =
      Arg.of("configs", SqlType.union(Column.bigint("i"), Column.varchar("s")), Config.class)
          .varargs()
          .doc("Union values whose active member tag is echoed back");

  private static final Column<BigIntVector> IDX = Column.bigint("idx");
  private static final Column<VarCharVector> TAG = Column.varchar("tag");
  private static final Column<VarCharVector> VALUE = Column.varchar("value");

  /**
   * One argument: only the member that it is, is not null.
   *
   * @param i a number
   * @param s a text
   */
  private record Config(@Nullable Long i, @Nullable String s) {}

  UnionVarargs() {
    super(
        FunctionSpec.table("union_varargs")
            .args(CONFIGS)
            .returns(IDX, TAG, VALUE)
            .doc("Echo the active member tag and value of each union vararg")
            .categories("generator", "utility")
            .example(
                "SELECT * FROM union_varargs("
                    + "union_value(i := 1)::UNION(i INT, s VARCHAR), "
                    + "union_value(s := 'x')::UNION(i INT, s VARCHAR))",
                "Echo the tag and value of two union arguments")
            .build());
  }

  @Override
  protected long count(Call call) {
    return call.all(CONFIGS).size();
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    List<Config> configs = scan.all(CONFIGS);
    BigIntVector idx = out.get(IDX);
    VarCharVector tags = out.get(TAG);
    VarCharVector values = out.get(VALUE);
    for (int i = 0; i < rows; i++) {
      Config config = configs.get((int) first + i);
      idx.set(i, first + i);
      if (config.i() != null) {
        Text.set(tags, i, "i");
        Text.set(values, i, config.i().toString());
      } else if (config.s() != null) {
        Text.set(tags, i, "s");
        Text.set(values, i, config.s());
      }
    }
  }
}
