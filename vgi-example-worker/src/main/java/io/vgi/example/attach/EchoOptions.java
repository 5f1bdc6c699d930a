package io.vgi.example.attach;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.RowWriter;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.AttachOption;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** One row of the options that the catalog was attached with. */
final class EchoOptions implements TableFunction<EchoOptions.Start> {
  private final List<AttachOption<?>> options;
  private final List<Column<FieldVector>> columns = new ArrayList<>();

  /** Before the only row. */
  record Start() {}

  EchoOptions(List<AttachOption<?>> options) {
    this.options = options;
    for (AttachOption<?> option : options) {
      columns.add(Column.of(option.name(), option.type()));
    }
  }

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.table("echo_attach_options")
        .returns(columns.toArray(new Column<?>[0]))
        .doc("Echo the attach-time option values carried in attach_opaque_data")
        .categories("generator", "testing")
        .build();
  }

  @Override
  public TableShape bind(Bind bind) {
    return TableShape.of(List.copyOf(columns)).cardinality(1);
  }

  @Override
  public Start open(Scan scan) {
    return new Start();
  }

  @Override
  public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
    RowWriter row = out.row();
    for (int i = 0; i < options.size(); i++) {
      row.set(i, scan.find(options.get(i)));
    }
    return null;
  }
}
