package io.vgi.example.sqlite;

import io.vgi.catalog.CatalogCall;
import io.vgi.catalog.ColumnDefinition;
import io.vgi.catalog.Index;
import io.vgi.catalog.Macro;
import io.vgi.catalog.SchemaDefinition;
import io.vgi.catalog.SchemaEditor;
import io.vgi.catalog.TableDefinition;
import io.vgi.catalog.View;
import io.vgi.example.sqlite.StoredObject.Kind;
import io.vgi.example.sqlite.StoredObjects.Found;
import io.vgi.example.sqlite.StoredTable.StoredColumn;
import io.vgi.rpc.VgiException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes the objects of a file. */
final class SqliteEditor implements SchemaEditor {
  private final SqliteFile file;

  SqliteEditor(SqliteFile file) {
    this.file = file;
  }

  private interface Change {
    void apply(OpenEdit edit) throws SQLException, IOException;
  }

  private interface TableChange {
    StoredTable of(StoredTable table, OpenEdit edit) throws SQLException, IOException;
  }

  private void edit(CatalogCall call, Change change) throws Exception {
    SqliteTransaction transaction = call.transaction(SqliteTransaction.class);
    file.change(
        connection -> {
          Versions.touch(connection, transaction);
          change.apply(new OpenEdit(connection, transaction));
        });
  }

  private void change(CatalogCall call, String schema, String name, TableChange change)
      throws Exception {
    edit(
        call,
        edit -> {
          Found found = edit.find(Kind.TABLE, schema, name);
          StoredTable changed = change.of(found.object().table(), edit);
          edit.replace(found, StoredObject.of(schema, changed));
        });
  }

  @Override
  public void createSchema(CatalogCall call, SchemaDefinition schema, boolean replace)
      throws Exception {
    edit(
        call,
        edit -> {
          if (replace) {
            edit.dropSchema(schema.name(), false);
          }
          edit.add(StoredObject.schema(schema.name(), schema.comment()));
        });
  }

  @Override
  public void dropSchema(CatalogCall call, String name, boolean cascade) throws Exception {
    edit(call, edit -> edit.dropSchema(name, cascade));
  }

  @Override
  public void createTable(CatalogCall call, String schema, TableDefinition table, boolean replace)
      throws Exception {
    edit(
        call,
        edit -> {
          if (replace) {
            edit.dropTable(schema, table.name());
          }
          edit.add(StoredObject.of(schema, StoredTable.of(edit.nextTable(), table)));
        });
  }

  @Override
  public void dropTable(CatalogCall call, String schema, String name, boolean cascade)
      throws Exception {
    edit(call, edit -> edit.dropTable(schema, name));
  }

  @Override
  public void renameTable(CatalogCall call, String schema, String name, String to)
      throws Exception {
    edit(
        call,
        edit -> {
          Found found = edit.find(Kind.TABLE, schema, name);
          edit.replace(found, StoredObject.of(schema, found.object().table().named(to)));
          for (Found index : edit.indexes(schema, name)) {
            Index old = index.object().index();
            edit.replace(
                index,
                StoredObject.of(
                    schema,
                    new Index(
                        old.name(),
                        to,
                        old.type(),
                        old.constraint(),
                        old.expressions(),
                        old.options(),
                        old.comment(),
                        old.tags())));
          }
        });
  }

  @Override
  public void commentTable(CatalogCall call, String schema, String name, @Nullable String comment)
      throws Exception {
    change(call, schema, name, (table, edit) -> table.comment(comment));
  }

  @Override
  public void addColumn(CatalogCall call, String schema, String table, ColumnDefinition column)
      throws Exception {
    change(
        call,
        schema,
        table,
        (stored, edit) -> {
          if (edit.hasRows(stored) && (column.notNull() || column.defaultSql() != null)) {
            throw VgiException.unsupported(
                "Table '"
                    + stored.name()
                    + "' has rows, so column '"
                    + column.name()
                    + "' must be added without default and NOT NULL, and filled by UPDATE");
          }
          return stored.plus(column);
        });
  }

  @Override
  public void dropColumn(
      CatalogCall call, String schema, String table, String column, boolean cascade)
      throws Exception {
    change(
        call,
        schema,
        table,
        (stored, edit) -> {
          StoredColumn found = stored.column(column);
          boolean key = stored.keys().stream().anyMatch(one -> one.contains(found.id()));
          if (key || !edit.indexes(schema, table).isEmpty()) {
            throw VgiException.invalidArgument(
                "Column '"
                    + column
                    + "' of table '"
                    + table
                    + "' cannot be dropped while the table has a key or an index on it");
          }
          return stored.minus(found);
        });
  }

  @Override
  public void renameColumn(CatalogCall call, String schema, String table, String column, String to)
      throws Exception {
    changeColumn(call, schema, table, column, old -> old.named(to));
  }

  @Override
  public void commentColumn(
      CatalogCall call, String schema, String table, String column, @Nullable String comment)
      throws Exception {
    changeColumn(call, schema, table, column, old -> old.comment(comment));
  }

  @Override
  public void setDefault(
      CatalogCall call, String schema, String table, String column, @Nullable String sql)
      throws Exception {
    changeColumn(call, schema, table, column, old -> old.defaultSql(sql));
  }

  private void changeColumn(
      CatalogCall call,
      String schema,
      String table,
      String column,
      UnaryOperator<ColumnDefinition> change)
      throws Exception {
    change(
        call,
        schema,
        table,
        (stored, edit) -> {
          StoredColumn found = stored.column(column);
          return stored.with(found, change.apply(found.definition()));
        });
  }

  @Override
  public void setNotNull(
      CatalogCall call, String schema, String table, String column, boolean notNull)
      throws Exception {
    change(
        call,
        schema,
        table,
        (stored, edit) -> {
          StoredColumn found = stored.column(column);
          if (!notNull && stored.keys().get(0).contains(found.id())) {
            throw VgiException.invalidArgument(
                "Column '" + column + "' is of the primary key, so it stays NOT NULL");
          }
          if (notNull) {
            edit.rows(
                stored,
                (id, row) -> {
                  if (row.get(found) == null) {
                    throw VgiException.invalidArgument(
                        "NOT NULL constraint failed: " + table + "." + column);
                  }
                });
          }
          return stored.with(found, found.definition().notNull(notNull));
        });
  }

  @Override
  public void changeType(
      CatalogCall call,
      String schema,
      String table,
      ColumnDefinition column,
      @Nullable String using)
      throws Exception {
    change(
        call,
        schema,
        table,
        (stored, edit) -> {
          StoredColumn found = stored.column(column.name());
          ColumnChange change = new ColumnChange(found, column.type(), using);
          StoredTable changed =
              stored.with(found, found.definition().type(column.type()).defaultSql(null));
          edit.rewrite(
              stored,
              changed,
              row -> {
                Object value = row.get(found);
                row.set(found, value == null ? null : change.of(value));
              });
          return stored.with(found, found.definition().type(column.type()));
        });
  }

  @Override
  public void createView(CatalogCall call, String schema, View view, boolean replace)
      throws Exception {
    create(call, Kind.VIEW, StoredObject.of(schema, view), replace);
  }

  private void create(CatalogCall call, Kind kind, StoredObject object, boolean replace)
      throws Exception {
    edit(
        call,
        edit -> {
          if (replace) {
            edit.remove(edit.find(kind, object.schema(), object.name()));
          }
          edit.add(object);
        });
  }

  private void drop(CatalogCall call, Kind kind, String schema, String name) throws Exception {
    edit(call, edit -> edit.remove(edit.find(kind, schema, name)));
  }

  @Override
  public void dropView(CatalogCall call, String schema, String name, boolean cascade)
      throws Exception {
    drop(call, Kind.VIEW, schema, name);
  }

  private interface ViewChange {
    View of(View view);
  }

  private void changeView(CatalogCall call, String schema, String name, ViewChange change)
      throws Exception {
    edit(
        call,
        edit -> {
          Found found = edit.find(Kind.VIEW, schema, name);
          edit.replace(found, StoredObject.of(schema, change.of(found.object().view())));
        });
  }

  @Override
  public void renameView(CatalogCall call, String schema, String name, String to) throws Exception {
    changeView(
        call,
        schema,
        name,
        view -> new View(to, view.sql(), view.comment(), view.tags(), view.columnComments()));
  }

  @Override
  public void commentView(CatalogCall call, String schema, String name, @Nullable String comment)
      throws Exception {
    changeView(
        call,
        schema,
        name,
        view -> new View(view.name(), view.sql(), comment, view.tags(), view.columnComments()));
  }

  @Override
  public void commentViewColumn(
      CatalogCall call, String schema, String view, String column, @Nullable String comment)
      throws Exception {
    changeView(
        call,
        schema,
        view,
        old -> {
          Map<String, String> comments = new LinkedHashMap<>(old.columnComments());
          comments.remove(column);
          if (comment != null) {
            comments.put(column, comment);
          }
          return new View(old.name(), old.sql(), old.comment(), old.tags(), comments);
        });
  }

  @Override
  public void createMacro(CatalogCall call, String schema, Macro macro, boolean replace)
      throws Exception {
    create(call, Kind.MACRO, StoredObject.of(schema, macro), replace);
  }

  @Override
  public void dropMacro(CatalogCall call, String schema, String name) throws Exception {
    drop(call, Kind.MACRO, schema, name);
  }

  @Override
  public void createIndex(CatalogCall call, String schema, Index index, boolean replace)
      throws Exception {
    if (index.constraint() != Index.Constraint.NONE) {
      throw VgiException.unsupported(
          "Index '" + index.name() + "' is unique; declare UNIQUE when the table is created");
    }
    create(call, Kind.INDEX, StoredObject.of(schema, index), replace);
  }

  @Override
  public void dropIndex(CatalogCall call, String schema, String name, boolean cascade)
      throws Exception {
    drop(call, Kind.INDEX, schema, name);
  }
}
