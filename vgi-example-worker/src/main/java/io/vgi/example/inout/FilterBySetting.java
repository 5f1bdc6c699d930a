package io.vgi.example.inout;

import io.vgi.example.Numbers;
import io.vgi.example.Settings;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.function.TableShape;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import java.util.List;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;

/** Drops the rows whose column {@code value} is under a setting. */
final class FilterBySetting implements TableInOutFunction {
  private static final String VALUE = "value";

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.tableInOut("filter_by_setting")
        .tableInput()
        .uses(Settings.THRESHOLD)
        .doc("Filter rows where value column >= threshold setting")
        .categories("transform", "settings")
        .example(
            "SELECT * FROM filter_by_setting((SELECT * FROM input_table))",
            "Filter rows using the threshold setting")
        .build();
  }

  @Override
  public TableShape bind(Bind bind) {
    int position = position(bind.input());
    if (position < 0 || !Numbers.isNumber(bind.input().get(position).type())) {
      throw VgiException.invalidArgument(
          "filter_by_setting needs a numeric column named 'value' in its input");
    }
    return TableShape.of(bind.input());
  }

  private static int position(List<Column<?>> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(VALUE)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) {
    long threshold = scan.get(Settings.THRESHOLD);
    FieldVector values = in.vector(position(in.columns()));
    int[] rows = new int[in.count()];
    int count =
        values instanceof BaseIntVector integers && !(values instanceof UInt8Vector)
            ? integers(values, integers, threshold, rows)
            : reals(values, threshold, rows);
    out.forward(in, rows, count);
  }

  private static int integers(FieldVector nulls, BaseIntVector in, long threshold, int[] rows) {
    int count = 0;
    for (int row = 0; row < rows.length; row++) {
      if (!nulls.isNull(row) && in.getValueAsLong(row) >= threshold) {
        rows[count++] = row;
      }
    }
    return count;
  }

  private static int reals(FieldVector in, long threshold, int[] rows) {
    double[] values = new double[rows.length];
    Numbers.addTo(values, in);
    int count = 0;
    for (int row = 0; row < rows.length; row++) {
      if (!in.isNull(row) && values[row] >= threshold) {
        rows[count++] = row;
      }
    }
    return count;
  }
}
