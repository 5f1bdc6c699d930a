package io.vgi.example.inout;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.example.Secrets;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Secret;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VarCharVector;

/** Its input with a column that holds a text of a secret. */
final class SecretInOut implements TableInOutFunction {
  private static final Column<VarCharVector> SECRET_STRING = Column.varchar("secret_string");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.tableInOut("secret_in_out")
        .tableInput()
        .uses(Secrets.EXAMPLE)
        .doc("Append a resolved secret value to each input row")
        .categories("transform", "secret")
        .example(
            "SELECT * FROM secret_in_out((SELECT 1 AS n))",
            "Append the secret_string value to each input row")
        .build();
  }

  @Override
  public TableShape bind(Bind bind) {
    List<Column<?>> columns = new ArrayList<>(bind.input());
    columns.add(SECRET_STRING);
    return TableShape.of(columns);
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) {
    out.forward(in);
    Secret secret = scan.find(Secrets.EXAMPLE);
    String text = secret == null ? null : secret.find(Secrets.SECRET_STRING);
    if (text != null) {
      VarCharVector column = (VarCharVector) out.vector(in.columns().size());
      byte[] bytes = text.getBytes(UTF_8);
      for (int row = 0; row < in.count(); row++) {
        column.setSafe(row, bytes);
      }
    }
  }
}
