package io.vgi.example.secret;

import io.vgi.example.Secrets;
import io.vgi.example.table.Text;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Secret;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** The fields of a secret as rows; none without a secret. */
public final class SecretRows implements TableFunction<SecretRows.Start> {
  private static final Column<VarCharVector> KEY = Column.varchar("key");
  private static final Column<VarCharVector> VALUE = Column.varchar("value");
  private static final Column<VarCharVector> ARROW_TYPE = Column.varchar("arrow_type");

  private final FunctionSpec spec =
      FunctionSpec.table("secret_demo")
          .uses(Secrets.EXAMPLE)
          .returns(KEY, VALUE, ARROW_TYPE)
          .doc("Outputs the fields of a secret as rows")
          .build();

  /** Before the only batch. */
  public record Start() {}

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) {
    return TableShape.of(spec.output());
  }

  @Override
  public Start open(Scan scan) {
    return new Start();
  }

  @Override
  public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
    Secret secret = scan.find(Secrets.EXAMPLE);
    if (secret == null) {
      return null;
    }
    VarCharVector keys = out.get(KEY);
    VarCharVector values = out.get(VALUE);
    VarCharVector types = out.get(ARROW_TYPE);
    int row = 0;
    for (Map.Entry<String, Secret.Field> field : secret.fields().entrySet()) {
      Text.set(keys, row, field.getKey());
      Object value = field.getValue().value();
      if (value != null) {
        Text.set(values, row, value.toString());
      }
      Text.set(types, row, arrowName(field.getValue().type()));
      row++;
    }
    out.rows(row);
    return null;
  }

  /** What Arrow calls the types that parameters of secrets have. */
  private static String arrowName(SqlType type) {
    return switch (type.sql()) {
      case "VARCHAR" -> "string";
      case "INTEGER" -> "int32";
      case "BIGINT" -> "int64";
      case "BOOLEAN" -> "bool";
      default -> type.sql().toLowerCase(Locale.ROOT);
    };
  }
}
