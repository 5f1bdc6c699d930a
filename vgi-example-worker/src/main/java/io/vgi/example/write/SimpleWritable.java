package io.vgi.example.write;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableBuilder;
import io.vgi.function.ResultMode;
import io.vgi.function.Write;
import io.vgi.type.Column;

/** Tables that can be written, more or less, without transactions. */
public final class SimpleWritable {
  private static final Column<?> ID = Column.bigint("id");
  private static final Column<?> NAME = Column.varchar("name");
  private static final Column<?> QUANTITY = Column.bigint("qty");

  private SimpleWritable() {}

  /** The catalog {@code simple_writable}. */
  public static Catalog create() {
    StoredTable items = new StoredTable("items", ResultMode.CHANGES, ID, NAME, QUANTITY);
    StoredTable counted =
        new StoredTable("items_no_returning", ResultMode.COUNT, ID, NAME, QUANTITY);
    StoredTable added = new StoredTable("items_insert_only", ResultMode.COUNT, ID, NAME);
    StoredTable broken = new StoredTable("items_broken_returning", ResultMode.COUNT, ID, NAME);
    return Catalog.named("simple_writable")
        .schema(
            Catalog.MAIN,
            main ->
                main.functions(items, counted, added, broken)
                    .table(table("items", items).insert(items).update(items).delete(items))
                    .table(
                        table("items_no_returning", counted)
                            .insert(counted)
                            .update(counted)
                            .delete(counted))
                    .table(table("items_insert_only", added).insert(added))
                    .table(
                        // promises rows that it does not give, to see clients refuse them
                        table("items_broken_returning", broken)
                            .insert(broken)
                            .announce(Write.Operation.INSERT, ResultMode.ROWS)
                            .unchecked()))
        .build();
  }

  private static TableBuilder table(String name, StoredTable rows) {
    return Table.named(name).from(rows).rowId(StoredTable.ROW_ID.name());
  }
}
