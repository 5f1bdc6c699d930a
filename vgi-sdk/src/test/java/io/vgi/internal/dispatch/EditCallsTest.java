package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.type.SqlType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What statements that change a catalog come to, and which never reach its editor. */
class EditCallsTest extends EditCallsFixture {
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
    // another spelling of its own name is no other object
    assertThat(edited("catalog_table_rename", of("t").set("new_name", "T")))
        .isEqualTo("renameTable main t T");
    assertThat(edited("catalog_view_rename", of("v").set("new_name", "V")))
        .isEqualTo("renameView main v V");
  }

  @Test
  void theDefaultSchemaStays() throws Exception {
    WireRecord main = WireRecord.named("r").set("path", List.of("Main"));
    for (String method : List.of("catalog_schema_drop", "catalog_schema_create")) {
      assertThatThrownBy(() -> edit(method, main.set("on_conflict", "REPLACE").set("cascade", true)))
          .hasMessage("Schema 'main' is the default schema of its catalog, so it must stay");
    }
    WireRecord side = WireRecord.named("r").set("path", List.of("SIDE"));
    assertThat(edited("catalog_schema_drop", side.set("cascade", true)))
        .isEqualTo("dropSchema side cascade");
    assertThat(edited("catalog_schema_create", side.set("on_conflict", "REPLACE")))
        .isEqualTo("createSchema SIDE replace");
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
  void aStatementThatTheEditorDoesNotKnowIsRefused() {
    catalog.refuseAll();
    assertThatThrownBy(() -> edit("catalog_view_drop", of("v")))
        .hasMessageContaining("DROP VIEW")
        .hasMessageContaining("catalog is read-only");
  }
}
