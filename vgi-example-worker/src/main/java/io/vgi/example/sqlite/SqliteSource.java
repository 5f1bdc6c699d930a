package io.vgi.example.sqlite;

import io.vgi.catalog.Attach;
import io.vgi.catalog.CatalogChoice;
import io.vgi.catalog.CatalogSource;
import io.vgi.catalog.LiveCatalog;
import io.vgi.param.AttachOption;

/**
 * The catalog {@code sqlite}: {@code ATTACH 'sqlite' AS db (TYPE vgi, LOCATION '…', file
 * '/tmp/x.db')}. All that is created, changed and written is kept in the file. A class rather than
 * a lambda, since every start of the worker comes by here.
 */
public final class SqliteSource implements CatalogChoice.LiveChooser {
  private static final AttachOption<String> FILE =
      AttachOption.varchar("file").required().doc("The SQLite file, made when it is not there.");

  private SqliteSource() {}

  /** The catalog as a worker serves it. */
  public static CatalogSource create() {
    return CatalogChoice.named("sqlite").attachOption(FILE).live(new SqliteSource()).build();
  }

  @Override
  public LiveCatalog open(Attach attach) throws Exception {
    return new SqliteCatalog(new SqliteFile(attach.get(FILE)));
  }
}
