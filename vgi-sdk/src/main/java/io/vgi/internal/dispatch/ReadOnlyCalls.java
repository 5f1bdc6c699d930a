package io.vgi.internal.dispatch;

import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.List;

/** Statements that would change a catalog: understood, then refused. */
final class ReadOnlyCalls implements MethodFamily {
  private static final String PREFIX = "catalog_";

  @Override
  public List<String> methods() {
    return List.of(
        "catalog_schema_create",
        "catalog_schema_drop",
        "catalog_table_create",
        "catalog_table_drop",
        "catalog_table_comment_set",
        "catalog_table_column_comment_set",
        "catalog_table_rename",
        "catalog_table_column_add",
        "catalog_table_column_drop",
        "catalog_table_column_rename",
        "catalog_table_column_default_set",
        "catalog_table_column_default_drop",
        "catalog_table_column_type_change",
        "catalog_table_not_null_drop",
        "catalog_table_not_null_set",
        "catalog_view_create",
        "catalog_view_drop",
        "catalog_view_rename",
        "catalog_view_comment_set",
        "catalog_macro_create",
        "catalog_macro_drop",
        "catalog_index_create",
        "catalog_index_drop");
  }

  @Override
  public WireRecord handle(DialectCall call, WireRecord request) {
    String statement = call.method().substring(PREFIX.length()).replace('_', ' ');
    throw VgiException.unsupported("Refused, " + statement + ": the catalog is read-only");
  }
}
