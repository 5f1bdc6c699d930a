package io.vgi.example.rules;

import io.vgi.catalog.Catalog;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.List;
import java.util.Locale;

/** The catalog {@code rules}: a function that applies a rule to each row of a table. */
public final class RulesCatalog {
  private static final Arg<String> ENGINE = text("engine", "The language of the rule: cel");
  private static final Arg<String> RULE = text("rule", "Comparisons, such as amount > 10");
  private static final Arg<String> ID = text("id", "The column that names a row");
  private static final Arg<String> DATA = text("data", "The column of JSON objects");
  private static final Arg<String> TYPE = text("result_type", "BOOLEAN").orElse("BOOLEAN");

  private RulesCatalog() {}

  /** The catalog {@code rules}. */
  public static Catalog create() {
    return Catalog.named("rules").function(evalAll()).build();
  }

  private static Arg<String> text(String name, String doc) {
    return Arg.varchar(name).named().doc(doc);
  }

  private static TableInOutFunction evalAll() {
    return TableInOutFunction.of(
        FunctionSpec.tableInOut("eval_all")
            .tableInput("rows")
            .args(ENGINE, RULE, ID, DATA, TYPE)
            .doc("The result of a rule for each row; NULL where a member is missing"),
        new TableInOutFunction.Binder() {
          @Override
          public TableShape bind(Bind bind) {
            only(bind, ENGINE, "cel");
            only(bind, TYPE, "boolean");
            new Rule(bind.get(RULE));
            List<Column<?>> input = bind.input();
            Column<?> data = input.get(position(input, DATA, bind.get(DATA)));
            if (!data.type().equals(SqlType.VARCHAR)) {
              throw VgiException.invalidArgument(
                  "eval_all: column '" + data.name() + "' is not a VARCHAR; cast it");
            }
            return TableShape.of(
                input.get(position(input, ID, bind.get(ID))), Column.bool("result"));
          }
        },
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            Rule rule = new Rule(scan.get(RULE));
            int id = position(in.columns(), ID, scan.get(ID));
            int json = position(in.columns(), DATA, scan.get(DATA));
            ValueCodec.Reader<Object> ids =
                ValueCodec.natural(in.columns().get(id).type()).reader(in.vector(id));
            ValueCodec.Reader<String> data = ValueCodec.of(String.class).reader(in.vector(json));
            for (int row = 0; row < in.count(); row++) {
              String object = data.get(row);
              out.row()
                  .set(0, ids.get(row))
                  .set(1, object == null ? null : rule.test(FlatJson.read(object)));
            }
          }
        });
  }

  private static void only(Bind bind, Arg<String> arg, String value) {
    if (!bind.get(arg).toLowerCase(Locale.ROOT).equals(value)) {
      throw VgiException.invalidArgument(
          "eval_all: "
              + arg.name()
              + " '"
              + bind.get(arg)
              + "' is not supported; give '"
              + value
              + "'");
    }
  }

  private static int position(List<Column<?>> columns, Arg<String> arg, String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equalsIgnoreCase(name)) {
        return i;
      }
    }
    throw VgiException.invalidArgument(
        "eval_all: its input has no column '" + name + "', which " + arg.name() + " names");
  }
}
