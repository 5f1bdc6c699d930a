package io.vgi.example.secret;

import io.vgi.example.Secrets;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Secret;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueColumn;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** The fields of a secret as rows; none without a secret. */
public final class SecretRows implements TableFunction<SecretRows.Start> {
  private static final ValueColumn<VarCharVector, String> KEY = Column.varchar("key");
  private static final ValueColumn<VarCharVector, String> VALUE = Column.varchar("value");
  private static final ValueColumn<VarCharVector, String> ARROW_TYPE = Column.varchar("arrow_type");

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
    for (Map.Entry<String, Secret.Field> field : secret.fields().entrySet()) {
      Object value = field.getValue().value();
      out.row()
          .set(KEY, field.getKey())
          .set(VALUE, value == null ? null : value.toString())
          .set(ARROW_TYPE, arrowName(field.getValue().type()));
    }
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
