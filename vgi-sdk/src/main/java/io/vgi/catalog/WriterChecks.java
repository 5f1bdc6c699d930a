package io.vgi.catalog;

import io.vgi.function.ResultMode;
import io.vgi.function.TableWriter;
import io.vgi.function.Write;
import io.vgi.type.Column;
import java.util.List;
import java.util.Map;

/** What can be wrong with what writes to a table. */
final class WriterChecks {
  private final Table table;
  private final List<String> faults;

  WriterChecks(Table table, List<String> faults) {
    this.table = table;
    this.faults = faults;
  }

  void run() {
    if (table.knownColumns().isEmpty()) {
      faults.add("it can be written, so its columns must be declared");
      return;
    }
    for (Map.Entry<Write.Operation, TableWriter> one : table.writers().entrySet()) {
      Write.Operation operation = one.getKey();
      if (operation != Write.Operation.INSERT) {
        if (table.rowIdColumn() == null && table.rowId() == null) {
          faults.add(operation + " needs a row id that says which row is meant; call rowId(…)");
        }
        if (isBehindGenerated()) {
          faults.add("its row id is declared behind a generated column, where engines miss it");
        }
        if (table.isBranched()) {
          faults.add(
              "its rows come from branches, so " + operation + " cannot tell where they are");
        }
      } else if (table.isBranched() && table.branches().stream().noneMatch(Branch::isWritable)) {
        faults.add("INSERT needs a branch that is writable");
      }
      ResultMode announced = table.resultMode(operation);
      if (announced != null && announced.compareTo(one.getValue().most()) > 0) {
        faults.add(
            "it announces the result mode "
                + announced
                + " for "
                + operation
                + ", but its writer tells no more than "
                + one.getValue().most());
      }
    }
  }

  private boolean isBehindGenerated() {
    Column<?> rowId = table.rowIdColumn();
    for (Column<?> column : table.knownColumns()) {
      if (column == rowId) {
        return false;
      } else if (table.generated().containsKey(column.name())) {
        return rowId != null;
      }
    }
    return false;
  }
}
