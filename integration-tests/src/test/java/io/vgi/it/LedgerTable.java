package io.vgi.it;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.ResultMode;
import io.vgi.function.RowWriter;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableWriter;
import io.vgi.function.Write;
import io.vgi.it.LedgerStore.Change;
import io.vgi.it.LedgerStore.Snapshot;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A table of {@link LedgerStore}; its last column is the row id. */
final class LedgerTable implements TableFunction<LedgerTable.Position>, TableWriter {
  private final LedgerStore store;
  private final String name;
  private final List<Column<?>> columns;
  private final Column<?> rowId;
  private final LongFunction<Object> ids;

  /**
   * Where a scan stands.
   *
   * @param next the number of the next row
   * @param own the last change of the transaction that the scan sees: a statement does not see what
   *     it writes itself
   */
  record Position(int next, long own) {}

  LedgerTable(
      LedgerStore store,
      String name,
      LongFunction<Object> ids,
      Column<?> rowId,
      Column<?>... columns) {
    this.store = store;
    this.name = name;
    this.ids = ids;
    this.rowId = rowId;
    this.columns = List.of(columns);
  }

  @Override
  public FunctionSpec spec() {
    List<Column<?>> all = new ArrayList<>(columns);
    all.add(rowId);
    return FunctionSpec.table(name + "_scan")
        .returns(all.toArray(new Column<?>[0]))
        .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
        .build();
  }

  @Override
  public Position open(Scan scan) {
    return new Position(0, store.last(scan.transaction(Snapshot.class)));
  }

  @Override
  public @Nullable Position next(Scan scan, Position at, BatchWriter out) {
    int number = 0;
    for (Map.Entry<Object, List<@Nullable Object>> one :
        store.rows(scan.transaction(Snapshot.class), at.own(), name).entrySet()) {
      if (number++ < at.next()) {
        continue;
      }
      RowWriter row = out.row();
      for (int i = 0; i < columns.size(); i++) {
        row.set(i, one.getValue().get(i));
      }
      row.set(columns.size(), one.getKey());
      if (out.isFull()) {
        return new Position(number, at.own());
      }
    }
    return null;
  }

  @Override
  public ResultMode most() {
    return ResultMode.ROWS;
  }

  @Override
  public Set<Write.Conflict> conflicts() {
    return Set.of(Write.Conflict.FAIL, Write.Conflict.IGNORE);
  }

  @Override
  public long write(Write call, Rows in, BatchWriter changed) throws IOException {
    Snapshot transaction = call.transaction(Snapshot.class);
    List<Change> changes = new ArrayList<>();
    List<List<@Nullable Object>> told = new ArrayList<>();
    Map<Object, List<@Nullable Object>> known =
        call.operation() == Write.Operation.INSERT && call.onConflict() == Write.Conflict.FAIL
            ? Map.of()
            : store.rows(transaction, Long.MAX_VALUE, name);
    long first = call.operation() == Write.Operation.INSERT ? store.numbers(in.count()) : 0;
    for (int row = 0; row < in.count(); row++) {
      if (call.operation() == Write.Operation.INSERT) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Column<?> column : columns) {
          values.add(in.value(column, row, Object.class));
        }
        if (call.onConflict() == Write.Conflict.IGNORE && isTaken(known, changes, values.get(0))) {
          continue;
        }
        changes.add(new Change(name, ids.apply(first + row), values));
        told.add(values);
        continue;
      }
      Object id = Objects.requireNonNull(in.value(call.rowId(), row, Object.class));
      List<@Nullable Object> old = known.get(id);
      if (old == null) {
        throw VgiException.notFound("There is no row " + id);
      }
      List<@Nullable Object> values = null;
      if (call.operation() == Write.Operation.UPDATE) {
        values = new ArrayList<>(old);
        for (Column<?> column : in.columns()) {
          if (!column.name().equals(rowId.name())) {
            values.set(position(column.name()), in.value(column, row, Object.class));
          }
        }
      }
      changes.add(new Change(name, id, values));
      told.add(values == null ? old : values);
    }
    LedgerStore.Dying.when("before write", changes);
    store.append(transaction, changes);
    LedgerStore.Dying.when("after write", changes);
    if (call.mode() == ResultMode.ROWS) {
      for (List<@Nullable Object> one : told) {
        RowWriter row = changed.row();
        for (int i = 0; i < columns.size(); i++) {
          row.set(i, one.get(i));
        }
      }
    }
    return told.size();
  }

  private static boolean isTaken(
      Map<Object, List<@Nullable Object>> known, List<Change> changes, @Nullable Object key) {
    return known.values().stream().anyMatch(row -> Objects.equals(row.get(0), key))
        || changes.stream().anyMatch(one -> Objects.equals(one.values().get(0), key));
  }

  private int position(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    throw new IllegalArgumentException(name + " has no column " + column);
  }
}
