package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.ColumnDefinition;
import io.vgi.catalog.ForeignKey;
import io.vgi.catalog.Index;
import io.vgi.catalog.Macro;
import io.vgi.catalog.TableDefinition;
import io.vgi.internal.value.NestedRows;
import io.vgi.internal.wire.Dialect;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.SqlType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;

/** What is to be created arrives as the statement says it, or is refused. */
class DefinitionsTest extends EditCallsFixture {
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

  /** Of two names that are one to the other methods, a value would be written to both. */
  @Test
  void twoColumnsOfOneNameAreRefused() {
    for (String[] names : new String[][] {{"a", "A"}, {"ü", "Ü"}, {"ſ", "s"}}) {
      List<Field> fields =
          List.of(SqlType.INTEGER.field(names[0]), SqlType.INTEGER.field(names[1]));
      byte[] columns = IpcBytes.ofSchema(WireSchema.of(fields));
      assertThatThrownBy(() -> edit("catalog_table_create", of("new").set("columns", columns)))
          .hasMessageContaining("Table 'new' has two columns called '" + names[1] + "'");
    }
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
}
