package io.vgi.example.inout;

import io.vgi.example.Numbers;
import io.vgi.example.Secrets;
import io.vgi.example.Settings;
import io.vgi.example.Tensors;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.CacheHint;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.RowWriter;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.param.Secret;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueColumn;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Functions of a table that work on each batch by itself. */
final class TableInputs {
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private TableInputs() {}

  static TableInOutFunction echo() {
    return TableInOutFunction.of(
        FunctionSpec.tableInOut("echo")
            .tableInput()
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .doc("Passthrough function that emits each input batch unchanged")
            .categories("utility", "debug")
            .tag("category", "debug")
            .tag("type", "passthrough")
            .example(
                "SELECT * FROM echo((SELECT * FROM input_table))",
                "Pass through all rows unchanged"),
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            out.forward(in);
          }
        });
  }

  /** The function whose results may be kept. */
  static TableInOutFunction cachedEcho() {
    return TableInOutFunction.of(
        FunctionSpec.tableInOut("cached_echo")
            .tableInput()
            .doc("Cacheable classic (TABLE-input) passthrough (advertises vgi.cache.ttl)")
            .categories("cache", "test")
            .cache(CacheHint.forSeconds(300)),
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            out.forward(in);
          }
        });
  }

  /** Gives its input back, unless the engine says that it still has it. */
  static TableInOutFunction revalidatedEcho() {
    return TableInOutFunction.of(
        FunctionSpec.tableInOut("cached_reval_echo")
            .tableInput()
            .doc("Classic passthrough with always-revalidate (304 not_modified) contract")
            .categories("cache", "test"),
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            if (!answers(scan, in, out)) {
              out.forward(in);
            }
          }
        });
  }

  /** Gives, in every column, the number of columns that the query asked for. */
  static TableInOutFunction echoWitness() {
    return TableInOutFunction.of(
        FunctionSpec.tableInOut("echo_witness")
            .tableInput()
            .pushdown(Pushdown.PROJECTION)
            .doc("Emits the number of columns it was asked for in each of them; shows projection")
            .categories("test", "pushdown"),
        new TableInOutFunction.Binder() {
          @Override
          public TableShape bind(Bind bind) {
            for (Column<?> column : bind.input()) {
              if (!Numbers.isInteger(column.type())) {
                throw VgiException.invalidArgument(
                    "echo_witness: column '" + column.name() + "' does not hold integers; cast it");
              }
            }
            return TableShape.of(bind.input());
          }
        },
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            List<Column<?>> columns = scan.shape().columns();
            long asked = columns.stream().filter(scan::wants).count();
            for (int row = 0; row < in.count(); row++) {
              RowWriter to = out.row();
              for (int i = 0; i < columns.size(); i++) {
                to.set(i, asked);
              }
            }
          }
        });
  }

  /** Gives each batch of its input several times. */
  static TableInOutFunction repeatInputs() {
    Arg<Long> times = Arg.bigint("repeat_count").doc("Number of times to repeat each input batch");
    return TableInOutFunction.of(
        FunctionSpec.tableInOut("repeat_inputs")
            .args(times)
            .tableInput()
            .doc("Duplicates each input batch N times")
            .categories("transform", "augmentation")
            .example(
                "SELECT * FROM repeat_inputs(3, (SELECT * FROM input_table))",
                "Repeat each row 3 times"),
        new TableInOutFunction.Binder() {
          @Override
          public TableShape bind(Bind bind) {
            if (bind.get(times) < 1) {
              throw VgiException.invalidArgument("Repeat count must be at least 1");
            }
            return TableShape.of(bind.input());
          }
        },
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            int size = in.count();
            int[] rows = new int[Math.toIntExact(Math.multiplyExact(scan.get(times), size))];
            for (int i = 0; i < rows.length; i++) {
              rows[i] = i % size;
            }
            out.forward(in, rows, rows.length);
          }
        });
  }

  /** Drops the rows whose column {@code value} is under a setting. */
  static TableInOutFunction filterBySetting() {
    return TableInOutFunction.of(
        FunctionSpec.tableInOut("filter_by_setting")
            .tableInput()
            .uses(Settings.THRESHOLD)
            .doc("Filter rows where value column >= threshold setting")
            .categories("transform", "settings")
            .example(
                "SELECT * FROM filter_by_setting((SELECT * FROM input_table))",
                "Filter rows using the threshold setting"),
        new TableInOutFunction.Binder() {
          @Override
          public TableShape bind(Bind bind) {
            for (Column<?> column : bind.input()) {
              if (column.name().equals("value") && Numbers.isNumber(column.type())) {
                return TableShape.of(bind.input());
              }
            }
            throw VgiException.invalidArgument(
                "filter_by_setting needs a numeric column named 'value' in its input");
          }
        },
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            double threshold = scan.get(Settings.THRESHOLD);
            BigDecimal exact = BigDecimal.valueOf(scan.get(Settings.THRESHOLD));
            FieldVector values = in.vector(in.position("value"));
            ValueCodec.Reader<Object> numbers =
                ValueCodec.natural(SqlType.of(values.getField())).reader(values);
            int[] rows = new int[in.count()];
            int count = 0;
            for (int row = 0; row < rows.length; row++) {
              Object number = numbers.get(row);
              boolean reaches =
                  number instanceof Double real
                      ? real >= threshold
                      : number != null && new BigDecimal(number.toString()).compareTo(exact) >= 0;
              if (reaches) {
                rows[count++] = row;
              }
            }
            out.forward(in, rows, count);
          }
        });
  }

  /** A row for each cell of the tensors in its input. */
  static TableInOutFunction unnestTensorRows() {
    Tensors tensors = new Tensors("unnest_tensor_rows");
    return TableInOutFunction.of(
        FunctionSpec.tableInOut("unnest_tensor_rows")
            .tableInput()
            .doc("Invert nest_tensor, streaming one row per cell (LATERAL-friendly)"),
        new TableInOutFunction.Binder() {
          @Override
          public TableShape bind(Bind bind) {
            if (bind.input().size() != 1) {
              throw VgiException.invalidArgument(
                  "NestTensorError: unnest_tensor_rows: input table must have exactly one column"
                      + " (the nest_tensor struct)");
            }
            return TableShape.of(tensors.columns(bind.input().get(0).type()));
          }
        },
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            SqlType type = in.columns().get(0).type();
            ValueCodec.Reader<Object> structs = ValueCodec.natural(type).reader(in.vector(0));
            for (int row = 0; row < in.count(); row++) {
              for (Map<String, @Nullable Object> cell : tensors.cells(structs.get(row))) {
                out.row().set(0, cell.get("value")).set(1, cell.get("axes"));
              }
            }
          }
        });
  }

  /** Its input with a column that holds a text of a secret. */
  static TableInOutFunction secretInOut() {
    ValueColumn<VarCharVector, String> secretString = Column.varchar("secret_string");
    return TableInOutFunction.of(
        FunctionSpec.tableInOut("secret_in_out")
            .tableInput()
            .uses(Secrets.EXAMPLE)
            .doc("Append a resolved secret value to each input row")
            .categories("transform", "secret")
            .example(
                "SELECT * FROM secret_in_out((SELECT 1 AS n))",
                "Append the secret_string value to each input row"),
        new TableInOutFunction.Binder() {
          @Override
          public TableShape bind(Bind bind) {
            List<Column<?>> columns = new ArrayList<>(bind.input());
            columns.add(secretString);
            return TableShape.of(columns);
          }
        },
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            out.forward(in);
            Secret secret = scan.find(Secrets.EXAMPLE);
            String text = secret == null ? null : secret.find(Secrets.SECRET_STRING);
            ValueCodec.Writer<String> texts =
                secretString.codec().writer(out.vector(in.columns().size()));
            for (int row = 0; row < in.count(); row++) {
              texts.set(row, text);
            }
          }
        });
  }

  /** The first column as text, after the name of the schema whose function was reached. */
  static TableInOutFunction tagged(String schema) {
    return TableInOutFunction.of(
        FunctionSpec.tableInOut("test_same_name_transform")
            .tableInput()
            .returns(TaggedKept.TAG)
            .doc("Schema-disambiguation probe; the " + schema + "-schema table-in-out")
            .example(
                "SELECT * FROM example." + schema + ".test_same_name_transform((SELECT 1 AS n))",
                "Returns '" + schema + ":1'"),
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            TaggedKept.write(schema, in, out);
          }
        });
  }

  /**
   * Marks the batch with a validator made of its input.
   *
   * @return whether the engine has the result already: then nothing is left to write
   */
  static boolean answers(Scan scan, Rows in, BatchWriter out) {
    String tag = of(in);
    out.cache(CacheHint.forSeconds(0).validatedBy(tag).revalidatable());
    if (!tag.equals(scan.ifNoneMatch())) {
      return false;
    }
    out.notModified();
    return true;
  }

  private static String of(Rows in) {
    long hash = in.count();
    for (int i = 0; i < in.columns().size(); i++) {
      FieldVector vector = in.vector(i);
      for (int row = 0; row < in.count(); row++) {
        hash = (hash + vector.hashCode(row)) * FACTOR;
        hash ^= hash >>> 32;
      }
    }
    return Long.toHexString(hash);
  }
}
