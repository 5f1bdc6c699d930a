package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vgi.catalog.CatalogCall;
import io.vgi.catalog.ColumnDefinition;
import io.vgi.catalog.ForeignKey;
import io.vgi.catalog.Index;
import io.vgi.catalog.Macro;
import io.vgi.catalog.TableDefinition;
import io.vgi.internal.value.NestedRows;
import io.vgi.internal.wire.Dialect;
import io.vgi.internal.wire.DialectCall;
import io.vgi.param.AttachOption;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.LogLevel;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Peer;
import io.vgi.rpc.Principal;
import io.vgi.rpc.Revision;
import io.vgi.rpc.Seal;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.dispatch.Caller;
import io.vgi.rpc.internal.dispatch.ServerCallContext;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateScope;
import io.vgi.state.StateStore;
import io.vgi.type.SqlType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What statements that change a catalog come to, and which never reach its editor. */
class EditCallsTest {
  private final BufferAllocator memory = new RootAllocator();
  private final StateStore store = StateStore.memory();
  private final EditedCatalog catalog = new EditedCatalog();

  @AfterEach
  void close() {
    store.close();
    memory.close();
  }

  private enum Asked implements CatalogCall {
    INSTANCE;

    @Override
    public <T> T findTransaction(Class<T> type) {
      return null;
    }

    @Override
    public StateScope attachState() {
      throw new UnsupportedOperationException();
    }

    @Override
    public StateScope transactionState() {
      return null;
    }

    @Override
    public void log(LogLevel level, String message) {}

    @Override
    public String dataVersion() {
      return null;
    }

    @Override
    public String implementationVersion() {
      return null;
    }

    @Override
    public Principal principal() {
      return Fixtures.NOBODY;
    }

    @Override
    public <T> T find(AttachOption<T> option) {
      return null;
    }
  }

  private DialectCall call(String method) {
    CallContext context =
        new ServerCallContext(
            "vgi.v2",
            method,
            Revision.of("2.0.0", List.of()),
            Metadata.EMPTY,
            "1",
            new Caller(Fixtures.NOBODY, Peer.LOCAL, Long.MAX_VALUE),
            Seal.NONE,
            Long.MAX_VALUE,
            memory);
    return new DialectCall(context, Dialect.load("2.0"), new byte[0]);
  }

  /** Makes the change that {@code request} asks for, as its method's columns carry it. */
  private void edit(String method, WireRecord request) throws Exception {
    DialectCall call = call(method);
    String record = call.dialect().method(method).requestRecord();
    WireSchema schema =
        record == null ? call.dialect().method(method).params() : call.dialect().record(record);
    byte[] sent = request.set("attach_opaque_data", new byte[] {1}).toBytes(schema, memory);
    WireRecord read = WireRecord.read(method, sent, memory);
    EditCalls.apply(new Edit(call, read, Asked.INSTANCE, catalog, catalog.editor()), method);
  }

  private String edited(String method, WireRecord request) throws Exception {
    catalog.edits().clear();
    edit(method, request);
    return String.join(";", catalog.edits());
  }

  private static WireRecord in(String schema) {
    return WireRecord.named("r").set("schema_path", List.of(schema)).set("on_conflict", "ERROR");
  }

  private static WireRecord of(String name) {
    return in("main").set("name", name);
  }

  private byte[] column(String name, SqlType type, Map<String, String> metadata) {
    return IpcBytes.ofSchema(WireSchema.of(type.field(name, true, metadata)));
  }

  @Test
  void everyMethodHasItsCase() {
    for (String method : new EditCalls(null).methods()) {
      Throwable failure =
          catchThrowable(
              () ->
                  EditCalls.apply(
                      new Edit(call(method), of("t"), Asked.INSTANCE, catalog, catalog.editor()),
                      method));
      assertThat(String.valueOf(failure)).as(method).doesNotContain("Nothing handles");
    }
  }

  @Test
  void aTableArrivesWithItsConstraintsByName() throws Exception {
    List<Field> fields =
        List.of(
            SqlType.INTEGER.field("a"),
            SqlType.decimal(12, 2).field("b", true, Map.of("default", "1.5", "comment", "dear")),
            SqlType.list(SqlType.VARCHAR).field("c"),
            SqlType.INTEGER.field("d", true, Map.of("generated_expression", "a + 1")));
    byte[] key =
        WireRecord.named("ForeignKeyInfo")
            .set("fk_columns", List.of("a"))
            .set("pk_columns", List.of("id"))
            .set("referenced_table", "other")
            .set("referenced_schema_path", List.of("main"))
            .toBytes(Dialect.load("2.0").record("ForeignKeyInfo"), memory);
    edit(
        "catalog_table_create",
        of("new")
            .set("columns", IpcBytes.ofSchema(WireSchema.of(fields)))
            .set("not_null_constraints", List.of(2))
            .set("unique_constraints", List.of(List.of(1, 2), List.of(3)))
            .set("primary_key_constraints", List.of(List.of(0)))
            .set("check_constraints", List.of("a > 0"))
            .set("foreign_key_constraints", List.of(key)));
    assertThat(catalog.created())
        .isEqualTo(
            new TableDefinition(
                "new",
                List.of(
                    ColumnDefinition.of("a", SqlType.INTEGER),
                    new ColumnDefinition("b", SqlType.decimal(12, 2), false, "1.5", null, "dear"),
                    ColumnDefinition.of("c", SqlType.list(SqlType.VARCHAR)).notNull(true),
                    new ColumnDefinition("d", SqlType.INTEGER, false, null, "a + 1", null)),
                List.of("a"),
                List.of(List.of("b", "c"), List.of("d")),
                List.of("a > 0"),
                List.of(new ForeignKey(List.of("a"), "main", "other", List.of("id"))),
                null));
  }

  @Test
  void aConstraintOnNoColumnIsRefused() {
    byte[] columns = column("a", SqlType.INTEGER, Map.of());
    assertThatThrownBy(
            () ->
                edit(
                    "catalog_table_create",
                    of("new").set("columns", columns).set("not_null_constraints", List.of(1))))
        .hasMessage("A constraint of table 'new' is on column 1, which it lacks");
    assertThatThrownBy(
            () ->
                edit(
                    "catalog_table_create",
                    of("new")
                        .set("columns", columns)
                        .set("unique_constraints", List.of(List.of()))))
        .hasMessage("A constraint of table 'new' is on no column");
    assertThat(catalog.edits()).isEmpty();
  }

  @Test
  void anEnumWhoseMembersAreNotToldIsRefused() {
    for (SqlType type :
        List.of(SqlType.enumeration(3), SqlType.list(SqlType.enumeration(70_000)))) {
      byte[] columns = column("level", type, Map.of());
      for (Map.Entry<String, WireRecord> statement :
          Map.of(
                  "catalog_table_create", of("new").set("columns", columns),
                  "catalog_table_column_add", of("t").set("column_definition", columns))
              .entrySet()) {
        assertThatThrownBy(() -> edit(statement.getKey(), statement.getValue()))
            .hasMessage(
                "Column 'level' is of type ENUM, or has one inside, whose members DuckDB does not"
                    + " send; declare it as VARCHAR");
      }
    }
    assertThat(catalog.edits()).isEmpty();
  }

  @Test
  void aNameThatIsTakenFailsIsIgnoredOrGivesWay() throws Exception {
    byte[] columns = column("a", SqlType.INTEGER, Map.of());
    WireRecord request = of("T").set("columns", columns);
    assertThatThrownBy(() -> edit("catalog_table_create", request))
        .hasMessage("Table 'T' already exists");
    assertThat(edited("catalog_table_create", request.set("on_conflict", "IGNORE"))).isEmpty();
    assertThat(edited("catalog_table_create", request.set("on_conflict", "REPLACE")))
        .isEqualTo("createTable main T replace");
    assertThat(edited("catalog_table_create", request.set("name", "fresh")))
        .isEqualTo("createTable main fresh");
    WireRecord view = of("t").set("definition", "SELECT 1").set("on_conflict", "REPLACE");
    assertThatThrownBy(() -> edit("catalog_view_create", view))
        .hasMessage("'t' is a table, so no view can replace it");
    assertThat(edited("catalog_view_create", view.set("name", "V")))
        .isEqualTo("createView main V replace");
    WireRecord schema = WireRecord.named("r").set("path", List.of("MAIN"));
    assertThatThrownBy(() -> edit("catalog_schema_create", schema.set("on_conflict", "ERROR")))
        .hasMessage("Schema 'MAIN' already exists");
    assertThat(edited("catalog_schema_create", schema.set("on_conflict", "IGNORE"))).isEmpty();
    assertThat(
            edited(
                "catalog_schema_create", schema.set("path", List.of("a", "b")).set("tags", null)))
        .isEqualTo("createSchema a.b");
  }

  @Test
  void whatIsUnknownFailsOrIsIgnored() throws Exception {
    assertThatThrownBy(() -> edit("catalog_table_drop", of("x")))
        .hasMessage("Table 'x' does not exist in schema 'main'");
    assertThat(edited("catalog_table_drop", of("x").set("ignore_not_found", true))).isEmpty();
    assertThatThrownBy(() -> edit("catalog_table_drop", of("v").set("ignore_not_found", true)))
        .hasMessage("'v' is a view, not a table");
    assertThatThrownBy(() -> edit("catalog_view_drop", in("none").set("name", "v")))
        .hasMessage("Schema 'none' does not exist");
    assertThatThrownBy(() -> edit("catalog_macro_drop", of("m2")))
        .hasMessage("Macro 'm2' does not exist in schema 'main'");
    assertThatThrownBy(() -> edit("catalog_index_drop", of("i2")))
        .hasMessage("Index 'i2' does not exist in schema 'main'");
    WireRecord schema = WireRecord.named("r").set("path", List.of("none"));
    assertThatThrownBy(() -> edit("catalog_schema_drop", schema))
        .hasMessage("Schema 'none' does not exist");
    assertThat(edited("catalog_schema_drop", schema.set("ignore_not_found", true))).isEmpty();
  }

  @Test
  void changesArriveUnderTheNamesOfTheCatalog() throws Exception {
    assertThat(edited("catalog_table_drop", of("T").set("cascade", true)))
        .isEqualTo("dropTable main t cascade");
    assertThat(edited("catalog_table_rename", of("T").set("new_name", "u")))
        .isEqualTo("renameTable main t u");
    assertThatThrownBy(() -> edit("catalog_table_rename", of("T").set("new_name", "V")))
        .hasMessage("View 'V' already exists");
    assertThat(edited("catalog_table_comment_set", of("t").set("comment", "c")))
        .isEqualTo("commentTable main t c");
    assertThat(edited("catalog_table_comment_set", of("t"))).isEqualTo("commentTable main t null");
    assertThat(edited("catalog_view_drop", of("V"))).isEqualTo("dropView main v");
    assertThat(edited("catalog_view_rename", of("V").set("new_name", "w")))
        .isEqualTo("renameView main v w");
    assertThat(edited("catalog_view_comment_set", of("V").set("comment", "c")))
        .isEqualTo("commentView main v c");
    assertThat(edited("catalog_macro_drop", of("M"))).isEqualTo("dropMacro main m");
    assertThat(edited("catalog_index_drop", of("I").set("cascade", true)))
        .isEqualTo("dropIndex main i cascade");
    assertThat(edited("catalog_schema_drop", WireRecord.named("r").set("path", List.of("Main"))))
        .isEqualTo("dropSchema main");
  }

  @Test
  void columnsAreAddedDroppedAndChanged() throws Exception {
    WireRecord a = of("t").set("column_name", "A");
    assertThat(edited("catalog_table_column_rename", a.set("new_column_name", "z")))
        .isEqualTo("renameColumn main t a z");
    assertThatThrownBy(() -> edit("catalog_table_column_rename", a.set("new_column_name", "B")))
        .hasMessage("Column 'B' already exists");
    assertThat(edited("catalog_table_column_drop", a)).isEqualTo("dropColumn main t a");
    assertThat(edited("catalog_table_column_comment_set", a.set("comment", "c")))
        .isEqualTo("commentColumn main t a c");
    assertThat(
            edited(
                "catalog_table_column_comment_set",
                of("v").set("column_name", "x").set("comment", "c")))
        .isEqualTo("commentViewColumn main v x c");
    assertThat(edited("catalog_table_column_default_set", a.set("expression", "1 + 1")))
        .isEqualTo("setDefault main t a 1 + 1");
    assertThat(edited("catalog_table_column_default_drop", a))
        .isEqualTo("setDefault main t a null");
    assertThat(edited("catalog_table_not_null_set", a)).isEqualTo("setNotNull main t a true");
    assertThat(edited("catalog_table_not_null_drop", a)).isEqualTo("setNotNull main t a false");
    WireRecord typed = of("t").set("column_definition", column("B", SqlType.BIGINT, Map.of()));
    assertThat(edited("catalog_table_column_type_change", typed.set("expression", "b * 2")))
        .isEqualTo("changeType main t b BIGINT b * 2");
    assertThatThrownBy(() -> edit("catalog_table_column_add", typed))
        .hasMessage("Column 'B' already exists");
    assertThat(edited("catalog_table_column_add", typed.set("if_column_not_exists", true)))
        .isEmpty();
    byte[] fresh = column("c", SqlType.VARCHAR, Map.of("default", "'x'"));
    assertThat(edited("catalog_table_column_add", of("t").set("column_definition", fresh)))
        .isEqualTo("addColumn main t c VARCHAR 'x'");
    WireRecord none = of("t").set("column_name", "none");
    assertThatThrownBy(() -> edit("catalog_table_column_drop", none))
        .hasMessage("Table 't' does not have a column 'none'");
    assertThat(edited("catalog_table_column_drop", none.set("if_column_exists", true))).isEmpty();
    assertThatThrownBy(
            () -> edit("catalog_table_column_drop", of("single").set("column_name", "a")))
        .hasMessage("Column 'a' is the only one of table 'single', so it must stay");
    // what identifies rows is no column of SQL
    assertThatThrownBy(() -> edit("catalog_table_column_drop", of("t").set("column_name", "id")))
        .hasMessage("Table 't' does not have a column 'id'");
  }

  @Test
  void macrosAndIndexesArriveWhole() throws Exception {
    byte[] defaults = NestedRows.of(List.of(SqlType.INTEGER.field("y")), List.of(7L), memory);
    edit(
        "catalog_macro_create",
        of("twice")
            .set("macro_type", "TABLE")
            .set("parameters", List.of("x", "y"))
            .set("definition", "SELECT x, y")
            .set("parameter_default_values", defaults)
            .set("arguments_schema", column("x", SqlType.NULL, Map.of("vgi_doc", "first"))));
    assertThat(catalog.macro())
        .isEqualTo(
            Macro.table("twice", "SELECT x, y")
                .params(Macro.param("x").doc("first"), Macro.param("y").orElse(7L)));
    edit(
        "catalog_index_create",
        of("ix")
            .set("table_name", "T")
            .set("index_type", "ART")
            .set("constraint_type", "UNIQUE")
            .set("expressions", List.of("a", "b + 1"))
            .set("options", Map.of("k", "v")));
    assertThat(catalog.index())
        .isEqualTo(
            new Index(
                "ix",
                "T",
                "ART",
                Index.Constraint.UNIQUE,
                List.of("a", "b + 1"),
                Map.of("k", "v"),
                null,
                Map.of()));
    assertThatThrownBy(
            () ->
                edit(
                    "catalog_index_create",
                    of("iy").set("table_name", "v").set("constraint_type", "NONE")))
        .hasMessage("Table 'v' does not exist in schema 'main'");
  }

  @Test
  void aDefaultOfNullCannotBeKept() {
    byte[] defaults =
        NestedRows.of(List.of(SqlType.INTEGER.field("y")), Arrays.asList((Object) null), memory);
    assertThatThrownBy(
            () ->
                edit(
                    "catalog_macro_create",
                    of("n")
                        .set("macro_type", "SCALAR")
                        .set("parameters", List.of("y"))
                        .set("definition", "y")
                        .set("parameter_default_values", defaults)))
        .hasMessage("Parameter 'y' cannot have the default NULL");
  }

  @Test
  void aStatementThatTheEditorDoesNotKnowIsRefused() {
    catalog.refuseAll();
    assertThatThrownBy(() -> edit("catalog_view_drop", of("v")))
        .hasMessageContaining("DROP VIEW")
        .hasMessageContaining("catalog is read-only");
  }
}
