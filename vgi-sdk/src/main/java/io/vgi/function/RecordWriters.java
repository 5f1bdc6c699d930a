package io.vgi.function;

import io.vgi.type.Column;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Writers of one row at a time. */
final class RecordWriters {
  private RecordWriters() {}

  /** What all of them share: rows are told as records. */
  private abstract static class OfRecords<R extends Record> implements TableWriter {
    private final ValueCodec<R> codec;
    private final List<ValueColumn<FieldVector, ?>> components;
    private final String name;

    OfRecords(Class<R> row) {
      this.codec = ValueCodec.of(row);
      this.components = codec.columns();
      this.name = row.getName();
    }

    @Override
    public final ResultMode most() {
      return ResultMode.ROWS;
    }

    @Override
    public final long write(Write call, Rows in, BatchWriter changed) throws Exception {
      check(call);
      RowStep<R> step = step(call, in);
      boolean tells = call.mode() != ResultMode.COUNT;
      long count = 0;
      for (int row = 0; row < in.count(); row++) {
        R written = step.write(row);
        if (written != null) {
          count++;
          if (tells) {
            changed.row().set(written);
          }
        }
      }
      return count;
    }

    /** A column that the record lacks would be told as NULL. */
    private void check(Write call) {
      for (Column<?> column : call.columns()) {
        boolean known = false;
        for (ValueColumn<?, ?> component : components) {
          known |= component.name().equals(column.name());
        }
        if (!known) {
          throw new IllegalArgumentException(
              name + " has no component for the column '" + column.name() + "' of " + call.table());
        }
      }
    }

    final ValueCodec.Reader<R> records(Rows in) {
      FieldVector[] members = new FieldVector[components.size()];
      for (int i = 0; i < members.length; i++) {
        members[i] = in.vector(in.position(components.get(i).name()));
      }
      return codec.reader(members);
    }

    abstract RowStep<R> step(Write call, Rows in);
  }

  /** Writes a row of one batch. */
  private interface RowStep<R> {
    @Nullable R write(int row) throws Exception;
  }

  private static <T> T given(@Nullable T value, Write call) {
    return Objects.requireNonNull(
        value, () -> "A row of " + call.table() + " has NULL for its row id");
  }

  static final class Inserts<R extends Record> extends OfRecords<R> {
    private final Insert<R> insert;

    Inserts(Class<R> row, Insert<R> insert) {
      super(row);
      this.insert = Objects.requireNonNull(insert, "insert is null");
    }

    @Override
    RowStep<R> step(Write call, Rows in) {
      ValueCodec.Reader<R> rows = records(in);
      return row -> insert.insert(call, Objects.requireNonNull(rows.get(row)));
    }
  }

  static final class Updates<K, R extends Record> extends OfRecords<R> {
    private final Class<K> id;
    private final Update<K, R> update;

    Updates(Class<K> id, Class<R> row, Update<K, R> update) {
      super(row);
      this.id = id;
      this.update = Objects.requireNonNull(update, "update is null");
    }

    @Override
    RowStep<R> step(Write call, Rows in) {
      Column<?> rowId = call.rowId();
      List<Column<?>> set = new ArrayList<>(in.columns());
      set.removeIf(column -> column.name().equals(rowId.name()));
      return row -> {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Column<?> column : set) {
          values.put(column.name(), in.value(column, row, Object.class));
        }
        return update.update(call, given(in.value(rowId, row, id), call), values);
      };
    }
  }

  static final class Deletes<K, R extends Record> extends OfRecords<R> {
    private final Class<K> id;
    private final Delete<K, R> delete;

    Deletes(Class<K> id, Class<R> row, Delete<K, R> delete) {
      super(row);
      this.id = id;
      this.delete = Objects.requireNonNull(delete, "delete is null");
    }

    @Override
    RowStep<R> step(Write call, Rows in) {
      Column<?> rowId = call.rowId();
      return row -> delete.delete(call, given(in.value(rowId, row, id), call));
    }
  }
}
