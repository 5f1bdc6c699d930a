package io.vgi.example.sqlite;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogCall;
import io.vgi.catalog.Index;
import io.vgi.catalog.LiveCatalog;
import io.vgi.catalog.Macro;
import io.vgi.catalog.Schema;
import io.vgi.catalog.SchemaEditor;
import io.vgi.catalog.Table;
import io.vgi.catalog.Transactions;
import io.vgi.catalog.View;
import io.vgi.example.sqlite.StoredObject.Kind;
import io.vgi.example.sqlite.StoredObjects.Found;
import io.vgi.example.sqlite.Versions.Sight;
import io.vgi.type.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an attached file has, as the engine asks for it. */
final class SqliteCatalog implements LiveCatalog {
  /** Room for what an open transaction itself changed, which is a version of its own. */
  private static final long MOST_CHANGES = 1_000_000;

  private final SqliteFile file;
  private final SqliteScan scan;
  private final SqliteEditor editor;
  private final SqliteTransactions transactions;

  SqliteCatalog(SqliteFile file) {
    this.file = file;
    this.scan = new SqliteScan(file);
    this.editor = new SqliteEditor(file);
    this.transactions = new SqliteTransactions(file);
  }

  @Override
  public long version(CatalogCall call) throws Exception {
    SqliteTransaction transaction = call.findTransaction(SqliteTransaction.class);
    return file.read(
        connection -> {
          if (transaction == null) {
            return SqliteFile.number(connection, "SELECT version FROM clock") * MOST_CHANGES;
          }
          // what others commit meanwhile is not its own catalog's
          return transaction.version() * MOST_CHANGES
              + SqliteTransactions.changes(connection, transaction.id()) % MOST_CHANGES;
        });
  }

  private List<Found> all(CatalogCall call, Kind kind, String schema) throws Exception {
    return file.read(
        connection -> StoredObjects.all(connection, sight(connection, call), kind, schema));
  }

  static Sight sight(Connection connection, CatalogCall call) throws SQLException {
    return Sight.now(connection, call.findTransaction(SqliteTransaction.class));
  }

  @Override
  public List<Schema> schemas(CatalogCall call) throws Exception {
    List<Schema> schemas = new ArrayList<>();
    for (Found found : all(call, Kind.SCHEMA, "")) {
      Schema.Builder schema = Schema.named(found.object().name());
      if (found.object().name().equals(Catalog.MAIN)) {
        schema.function(scan);
      }
      String comment = found.object().comment();
      if (comment != null) {
        schema.comment(comment);
      }
      schemas.add(schema.build());
    }
    return schemas;
  }

  @Override
  public List<Table> tables(CatalogCall call, String schema) throws Exception {
    List<Table> tables = new ArrayList<>();
    for (Found found : all(call, Kind.TABLE, schema)) {
      tables.add(table(found.object().table()));
    }
    return tables;
  }

  @Override
  public @Nullable Table table(CatalogCall call, String schema, String name) throws Exception {
    Found found =
        file.find(
            connection ->
                StoredObjects.find(connection, sight(connection, call), Kind.TABLE, schema, name));
    return found == null || found.object().kind() != Kind.TABLE
        ? null
        : table(found.object().table());
  }

  @Override
  public @Nullable View view(CatalogCall call, String schema, String name) throws Exception {
    Found found =
        file.find(
            connection ->
                StoredObjects.find(connection, sight(connection, call), Kind.VIEW, schema, name));
    return found == null || found.object().kind() != Kind.VIEW ? null : found.object().view();
  }

  private Table table(StoredTable stored) {
    SqliteWriter writer = new SqliteWriter(file, stored);
    return stored
        .definition()
        .declare()
        .columns(Column.bigint(stored.rowId()))
        .rowId(stored.rowId())
        .from(scan, stored.id())
        .insert(writer)
        .update(writer)
        .delete(writer)
        .build();
  }

  @Override
  public List<View> views(CatalogCall call, String schema) throws Exception {
    List<View> views = new ArrayList<>();
    for (Found found : all(call, Kind.VIEW, schema)) {
      views.add(found.object().view());
    }
    return views;
  }

  @Override
  public List<Macro> macros(CatalogCall call, String schema) throws Exception {
    List<Macro> macros = new ArrayList<>();
    for (Found found : all(call, Kind.MACRO, schema)) {
      macros.add(found.object().macro());
    }
    return macros;
  }

  @Override
  public List<Index> indexes(CatalogCall call, String schema) throws Exception {
    List<Index> indexes = new ArrayList<>();
    for (Found found : all(call, Kind.INDEX, schema)) {
      indexes.add(found.object().index());
    }
    return indexes;
  }

  @Override
  public SchemaEditor editor() {
    return editor;
  }

  @Override
  public Transactions<?> transactions() {
    return transactions;
  }

  @Override
  public void close() throws SQLException {
    file.close();
  }
}
