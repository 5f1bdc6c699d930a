package io.vgi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import io.vgi.function.BatchWriter;
import io.vgi.function.ResultMode;
import io.vgi.function.Rows;
import io.vgi.function.TableFunction;
import io.vgi.function.TableWriter;
import io.vgi.function.Write;
import io.vgi.function.Write.Operation;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.VarCharVector;
import org.junit.jupiter.api.Test;

/** A statement that writes is told counts, rows or changes, up to what the table's writer tells. */
class ResultModesTest {
  private static final ValueColumn<VarCharVector, String> NAME = Column.varchar("name");

  record Stored(long rowid, String name) {}

  /** Rows in memory, of which it tells all that is wanted. */
  private static final class Names implements TableWriter {
    private final Map<Long, String> names = new TreeMap<>();
    private final ResultMode most;

    Names(ResultMode most) {
      this.most = most;
    }

    @Override
    public ResultMode most() {
      return most;
    }

    @Override
    public long write(Write call, Rows in, BatchWriter changed) {
      for (int row = 0; row < in.count(); row++) {
        boolean inserts = call.operation() == Operation.INSERT;
        Long id = inserts ? Long.valueOf(names.size()) : in.value(call.rowId(), row, Long.class);
        String now =
            call.operation() == Operation.DELETE ? null : in.value(NAME, row, String.class);
        String old = now == null ? names.remove(id) : names.put(id, now);
        if (call.mode() == ResultMode.CHANGES) {
          changed.row().set(0, struct(old)).set(1, struct(now));
        } else if (call.mode() == ResultMode.ROWS) {
          changed.row().set(0, now == null ? old : now);
        }
      }
      return in.count();
    }

    private static Map<String, String> struct(String name) {
      return name == null ? null : Map.of(NAME.name(), name);
    }

    LocalWorker worker() {
      TableFunction<?> scan =
          TableFunction.rows(
              "names_scan",
              Stored.class,
              call -> names.entrySet().stream().map(e -> new Stored(e.getKey(), e.getValue())));
      Table table =
          Table.named("names")
              .from(scan)
              .rowId("rowid")
              .insert(this)
              .update(this)
              .delete(this)
              .build();
      return LocalWorker.of(Catalog.named("c").function(scan).table(table).build());
    }
  }

  @Test
  void changesAreRowsAsTheyWereAndAre() {
    try (LocalWorker worker = new Names(ResultMode.CHANGES).worker()) {
      TableWrites names = worker.writes("names").telling(ResultMode.CHANGES);
      assertThat(names.insert(List.of(Map.of("name", "a"), Map.of("name", "b")))).isEqualTo(2);
      assertThat(names.returned())
          .hasToString("[{old=null, new={name=a}}, {old=null, new={name=b}}]");
      assertThat(names.update(Map.of("name", "z"), "name = 'b'")).isEqualTo(1);
      assertThat(names.returned()).hasToString("[{old={name=b}, new={name=z}}]");
      assertThat(names.delete("")).isEqualTo(2);
      assertThat(names.returned())
          .hasToString("[{old={name=a}, new=null}, {old={name=z}, new=null}]");
    }
  }

  @Test
  void eachModeTellsAsMuchAsTheWriter() {
    for (ResultMode most : ResultMode.values()) {
      try (LocalWorker worker = new Names(most).worker()) {
        for (ResultMode wanted : ResultMode.values()) {
          TableWrites names = worker.writes("names").telling(wanted);
          if (wanted.compareTo(most) <= 0) {
            assertThat(names.insert(List.of(Map.of("name", "a")))).isEqualTo(1);
            assertThat(names.returned()).hasSize(wanted == ResultMode.COUNT ? 0 : 1);
          } else {
            assertThatThrownBy(() -> names.insert(List.of(Map.of("name", "a"))))
                .hasMessageContaining(
                    "does not support result mode '"
                        + word(wanted)
                        + "' for INSERT (maximum is '"
                        + word(most)
                        + "')");
          }
        }
      }
    }
  }

  private static String word(ResultMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }
}
