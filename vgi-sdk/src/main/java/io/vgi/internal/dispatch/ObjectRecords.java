package io.vgi.internal.dispatch;

import io.vgi.catalog.Index;
import io.vgi.catalog.Macro;
import io.vgi.catalog.Schema;
import io.vgi.catalog.View;
import io.vgi.internal.value.ConstantType;
import io.vgi.internal.value.NestedRows;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;

/** Views, macros and indexes as the records of listings. */
final class ObjectRecords {
  private static final String DOC = "vgi_doc";

  private ObjectRecords() {}

  static WireRecord view(Schema schema, View view) {
    return WireRecord.named("ViewInfo")
        .set("comment", view.comment())
        .set("tags", view.tags())
        .set("name", view.name())
        .set("schema_path", List.of(schema.name()))
        .set("definition", view.sql())
        .set("column_comments", view.columnComments());
  }

  static WireRecord macro(DialectCall call, Schema schema, Macro macro) {
    List<String> names = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    List<Field> optional = new ArrayList<>();
    List<Object> defaults = new ArrayList<>();
    for (Macro.Param param : macro.params()) {
      SqlType type = SqlType.NULL;
      if (param.fallback() != null) {
        type = ConstantType.of(param.fallback());
        optional.add(type.field(param.name()));
        defaults.add(param.fallback());
      }
      names.add(param.name());
      fields.add(
          type.field(
              param.name(), true, param.doc().isEmpty() ? Map.of() : Map.of(DOC, param.doc())));
    }
    return WireRecord.named("MacroInfo")
        .set("comment", macro.comment())
        .set("tags", macro.tags())
        .set("name", macro.name())
        .set("schema_path", List.of(schema.name()))
        .set("macro_type", macro.table() ? "TABLE" : "SCALAR")
        .set("parameters", names)
        .set(
            "parameter_default_values",
            optional.isEmpty() ? null : NestedRows.of(optional, defaults, call.allocator()))
        .set("definition", macro.sql())
        .set("arguments_schema", IpcBytes.ofSchema(WireSchema.of(fields)));
  }

  static WireRecord index(Schema schema, Index index) {
    return WireRecord.named("IndexInfo")
        .set("comment", index.comment())
        .set("tags", index.tags())
        .set("name", index.name())
        .set("schema_path", List.of(schema.name()))
        .set("table_name", index.table())
        .set("index_type", index.type())
        .set("constraint_type", index.constraint().name())
        .set("expressions", index.expressions())
        .set("options", index.options());
  }
}
