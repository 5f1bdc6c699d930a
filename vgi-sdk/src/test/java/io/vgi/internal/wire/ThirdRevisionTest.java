package io.vgi.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What 3.0 calls otherwise than the model. */
class ThirdRevisionTest {
  private static final Dialect DIALECT = Dialect.load("3.0");
  private static final ArrowType LONG = new ArrowType.Int(64, true);
  private static final List<String> MAIN = List.of("main");

  private final BufferAllocator memory = new RootAllocator();

  @AfterEach
  void closeWithoutLeaks() {
    memory.close();
  }

  private WireRecord lifted(WireRecord request) {
    DIALECT.lift(request, memory);
    return request;
  }

  private WireRecord lowered(WireRecord answer) {
    DIALECT.lower(answer, memory);
    try (WireBatch batch = answer.toBatch(DIALECT.record(answer.name()), memory)) {
      return WireRecord.read(answer.name(), batch);
    }
  }

  private byte[] nested(String name, WireRecord record) {
    return record.toBytes(DIALECT.record(name), memory);
  }

  private WireRecord read(String name, byte[] stream) {
    return WireRecord.read(name, stream, memory);
  }

  private static Field field(String name, boolean nullable, Map<String, String> metadata) {
    return new Field(name, new FieldType(nullable, LONG, null, metadata), null);
  }

  private static WireRecord table() {
    Field member = field("m", false, Map.of());
    Field struct =
        new Field("s", new FieldType(false, new ArrowType.Struct(), null), List.of(member));
    List<Field> fields =
        List.of(
            field("rowid", false, Map.of("is_row_id", "true")),
            field("a", false, Map.of("comment", "remark", "default", "1 + 1")),
            field("b", false, Map.of()),
            field("c.d", true, Map.of()),
            field("g", true, Map.of("generated_expression", "a * 2")),
            struct);
    return WireRecord.named("TableInfo")
        .set("name", "t")
        .set("schema_path", MAIN)
        .set("columns", IpcBytes.ofSchema(WireSchema.of(fields)))
        .set("not_null_constraints", List.of(1))
        .set("primary_key_constraints", List.of(List.of(3)))
        .set("required_filters", List.of(List.of("s.m", "a"), List.of("c.d")));
  }

  private List<Field> columns(WireRecord table) {
    return IpcBytes.readSchema(table.needBytes("columns"), memory).fields();
  }

  @Test
  void aBindSaysThatItKnowsNothingOfRepetition() {
    WireRecord bind =
        lowered(WireRecord.named("BindResponse").set("output_schema", new byte[] {1}));
    assertThat(bind.text("repeatability")).isEqualTo("UNKNOWN");
    assertThat(bind.<String>list("projection_expression_profiles")).isEmpty();
    assertThat(DIALECT.enumMembers("BindRepeatability")).contains("UNKNOWN");
  }

  @Test
  void columnsMayBeNullWhereNoConstraintIsRead() {
    WireRecord table = lowered(table());
    assertThat(table.<byte[]>list("constraints")).isEmpty();
    List<Field> columns = columns(table);
    assertThat(columns.stream().filter(one -> !one.isNullable()).map(Field::getName))
        .containsExactly("rowid");
    assertThat(columns.get(5).getChildren().get(0).isNullable()).isTrue();
  }

  @Test
  void columnsAreWithoutNullsWhereAConstraintSaysSo() {
    WireRecord table = lowered(table().set("constraints", List.of(new byte[] {1})));
    assertThat(table.<byte[]>list("constraints")).hasSize(1);
    assertThat(columns(table).stream().filter(one -> !one.isNullable()).map(Field::getName))
        .containsExactly("rowid", "a", "c.d");
  }

  @Test
  void expressionsOfColumnsAreRecords() {
    List<Field> columns = columns(lowered(table()));
    Map<String, String> plain = columns.get(1).getMetadata();
    assertThat(plain).containsEntry("comment", "remark").doesNotContainKey("default");
    byte[] stream = Base64.getDecoder().decode(plain.get("vgi.column.default.v1"));
    WireRecord expression = read("SqlExpression", stream);
    assertThat(expression.text("sql")).isEqualTo("1 + 1");
    assertThat(expression.text("profile")).isEqualTo("vgi.expression.duckdb.scalar.v1");
    assertThat(expression.<String>list("schema_path")).isEqualTo(MAIN);
    assertThat(expression.struct("evaluation_context"))
        .containsEntry("timezone", "UTC")
        .containsEntry("collation", "binary")
        .containsEntry("default_order", "asc")
        .containsEntry("default_null_order", "nulls_last")
        .containsEntry("preserve_insertion_order", true);
    assertThat(columns.get(4).getMetadata())
        .containsEntry("vgi.column.generation.v1", "virtual")
        .containsKey("vgi.column.generated.v1")
        .doesNotContainKey("generated_expression");
  }

  @Test
  void requiredFiltersArePaths() {
    assertThat(lowered(table()).<List<List<String>>>list("required_filters"))
        .isEqualTo(List.of(List.of(List.of("s", "m"), List.of("a")), List.of(List.of("c.d"))));
  }

  @Test
  void aViewIsRegular() {
    WireRecord view =
        lowered(
            WireRecord.named("ViewInfo")
                .set("name", "v")
                .set("schema_path", MAIN)
                .set("definition", "SELECT 1"));
    assertThat(view.text("security")).isEqualTo("regular");
    assertThat(view.<String>list("aliases")).isEmpty();
  }

  private byte[] row(Map<String, Integer> values) {
    List<Field> fields = new ArrayList<>();
    WireRecord row = WireRecord.named("row");
    values.forEach(
        (name, value) -> {
          fields.add(Field.nullable(name, LONG));
          row.set(name, value);
        });
    return row.toBytes(WireSchema.of(fields), memory);
  }

  @Test
  void aMacroHasOneOverload() {
    Map<String, Integer> defaults = new LinkedHashMap<>();
    defaults.put("y", 7);
    defaults.put("z", 8);
    WireRecord macro =
        lowered(
            WireRecord.named("MacroInfo")
                .set("name", "m")
                .set("schema_path", MAIN)
                .set("macro_type", "TABLE")
                .set("parameters", List.of("x", "y", "z"))
                .set("parameter_default_values", row(defaults))
                .set("definition", "SELECT x + y + z")
                .set(
                    "arguments_schema",
                    IpcBytes.ofSchema(
                        WireSchema.of(field("x", true, Map.of("vgi_doc", "the first"))))));
    List<Map<String, Object>> overloads = macro.list("overloads");
    assertThat(overloads).hasSize(1);
    Map<String, Object> only = overloads.get(0);
    assertThat(only)
        .containsEntry("definition", "SELECT x + y + z")
        .containsEntry("profile", "duckdb.macro.v1")
        .containsEntry("macro_type", "table")
        .containsEntry("schema_path", MAIN);
    List<?> parameters = (List<?>) only.get("parameters");
    assertThat(parameters).hasSize(3);
    Map<?, ?> first = (Map<?, ?>) parameters.get(0);
    assertThat(first.get("documentation")).isEqualTo("the first");
    assertThat(first.get("default_value")).isNull();
    Map<?, ?> last = (Map<?, ?>) parameters.get(2);
    assertThat(read("row", (byte[]) last.get("default_value")).values())
        .hasSize(1)
        .containsEntry("z", 8L);

    // and back
    WireRecord request = lifted(WireRecord.named("MacroCreateRequest").set("overloads", overloads));
    assertThat(request.<String>list("parameters")).containsExactly("x", "y", "z");
    assertThat(request.text("definition")).isEqualTo("SELECT x + y + z");
    assertThat(read("row", request.needBytes("parameter_default_values")).values())
        .containsEntry("y", 7L)
        .containsEntry("z", 8L)
        .hasSize(2);
    WireSchema arguments = IpcBytes.readSchema(request.needBytes("arguments_schema"), memory);
    assertThat(arguments.field(0).getMetadata()).containsEntry("vgi_doc", "the first");
    assertThatThrownBy(
            () ->
                lifted(
                    WireRecord.named("MacroCreateRequest")
                        .set("name", "m")
                        .set("overloads", List.of(only, only))))
        .isInstanceOf(VgiException.class)
        .hasMessage("Macro 'm' has 2 overloads; macros of this worker have one");
  }

  @Test
  void anIndexHasADefinition() {
    WireRecord index =
        lowered(
            WireRecord.named("IndexInfo")
                .set("name", "i")
                .set("schema_path", MAIN)
                .set("table_name", "t")
                .set("index_type", "ART")
                .set("constraint_type", "UNIQUE")
                .set("expressions", List.of("a", "\"B \"\"c\"", "a + 1"))
                .set("options", Map.of("fill", "9")));
    WireRecord definition = read("IndexDefinition", index.needBytes("definition"));
    List<byte[]> keys = definition.list("keys");
    assertThat(read("key", keys.get(0)).<String>list("column_path")).containsExactly("a");
    assertThat(read("key", keys.get(1)).<String>list("column_path")).containsExactly("B \"c");
    assertThat(read("key", keys.get(2)).<String>list("column_path")).isNull();
    WireRecord state = read("OptionState", index.needBytes("options"));
    assertThat(state.<String>list("explicit_names")).containsExactly("fill");

    WireRecord request =
        lifted(
            WireRecord.named("IndexCreateRequest")
                .set("definition", index.needBytes("definition")));
    assertThat(request.text("table_name")).isEqualTo("t");
    assertThat(request.text("index_type")).isEqualTo("ART");
    assertThat(request.text("constraint_type")).isEqualTo("UNIQUE");
    assertThat(request.<String>list("expressions"))
        .containsExactly("\"a\"", "\"B \"\"c\"", "a + 1");
    assertThat(request.struct("options")).containsEntry("fill", "9");
  }

  private byte[] constraint(String kind, List<String> columns) {
    return nested(
        "ConstraintDefinition",
        WireRecord.named("d")
            .set("kind", kind)
            .set("column_paths", columns.stream().map(List::of).toList()));
  }

  @Test
  void aTableIsCreatedWithItsConstraints() {
    byte[] check =
        nested(
            "ConstraintDefinition",
            WireRecord.named("d")
                .set("kind", "CHECK")
                .set("check_expression", SqlRecords.expression("a > 0", MAIN, DIALECT, memory)));
    byte[] foreign =
        nested(
            "ConstraintDefinition",
            WireRecord.named("d")
                .set("kind", "FOREIGN_KEY")
                .set("column_paths", List.of(List.of("b")))
                .set(
                    "foreign_key",
                    nested(
                        "ForeignKeyDefinition",
                        WireRecord.named("f")
                            .set("referenced_table", SqlRecords.table(MAIN, "u", DIALECT, memory))
                            .set("referenced_column_paths", List.of(List.of("id")))
                            .set("match", "SIMPLE")
                            .set("on_update", "NO_ACTION")
                            .set("on_delete", "RESTRICT"))));
    List<Field> fields = columns(lowered(table()));
    WireRecord request =
        lifted(
            WireRecord.named("TableCreateRequest")
                .set("name", "t")
                .set("columns", IpcBytes.ofSchema(WireSchema.of(fields)))
                .set(
                    "constraint_definitions",
                    List.of(
                        constraint("NOT_NULL", List.of("A")),
                        constraint("UNIQUE", List.of("a", "b")),
                        constraint("PRIMARY_KEY", List.of("b")),
                        check,
                        foreign)));
    assertThat(request.<Integer>list("not_null_constraints")).containsExactly(1);
    assertThat(request.<List<Integer>>list("unique_constraints")).containsExactly(List.of(1, 2));
    assertThat(request.<List<Integer>>list("primary_key_constraints")).containsExactly(List.of(2));
    assertThat(request.<String>list("check_constraints")).containsExactly("a > 0");
    List<byte[]> keys = request.list("foreign_key_constraints");
    WireRecord key = read("ForeignKeyInfo", keys.get(0));
    assertThat(key.<String>list("fk_columns")).containsExactly("b");
    assertThat(key.<String>list("pk_columns")).containsExactly("id");
    assertThat(key.text("referenced_table")).isEqualTo("u");
    assertThat(columns(request).get(1).getMetadata())
        .containsEntry("default", "1 + 1")
        .doesNotContainKey("vgi.column.default.v1");
    assertThat(columns(request).get(4).getMetadata())
        .containsEntry("generated_expression", "a * 2")
        .hasSize(1);
    assertThatThrownBy(
            () ->
                lifted(
                    WireRecord.named("TableCreateRequest")
                        .set("columns", IpcBytes.ofSchema(WireSchema.of(fields)))
                        .set(
                            "constraint_definitions",
                            List.of(constraint("NOT_NULL", List.of("none"))))))
        .hasMessage("A constraint is on column 'none', which the table does not have");
  }

  @Test
  void columnsAreNamedByPaths() {
    WireRecord rename =
        lifted(
            WireRecord.named("catalog_table_column_rename")
                .set("column_path", List.of("a"))
                .set("new_column_name", "b"));
    assertThat(rename.text("column_name")).isEqualTo("a");
    WireRecord fallback =
        lifted(
            WireRecord.named("catalog_table_column_default_set")
                .set("column_path", List.of("a"))
                .set("expression", SqlRecords.expression("42", MAIN, DIALECT, memory)));
    assertThat(fallback.text("expression")).isEqualTo("42");
    assertThatThrownBy(
            () ->
                lifted(
                    WireRecord.named("catalog_table_column_drop")
                        .set("column_path", List.of("s", "m"))))
        .hasMessage("'s.m' is a member of a column; definitions are of whole columns only");
  }

  @Test
  void whoNamesNoArgumentsHasPlacesForColumns() {
    WireRecord bind = lifted(WireRecord.named("BindRequest").set("argument_names", null));
    assertThat(bind.<String>list("argument_names")).isEmpty();
    WireRecord named = lifted(WireRecord.named("BindRequest").set("argument_names", List.of("x")));
    assertThat(named.<String>list("argument_names")).containsExactly("x");
    WireRecord older = WireRecord.named("BindRequest").set("argument_names", null);
    Dialect.load("2.2").lift(older, memory);
    assertThat(older.<String>list("argument_names")).isNull();
  }

  @Test
  void whatWouldBeLostIsRefused() {
    assertThatThrownBy(
            () ->
                lifted(
                    WireRecord.named("catalog_view_create")
                        .set("aliases", List.of("x"))
                        .set("security", "regular")))
        .hasMessageContaining("rename its columns");
    assertThatThrownBy(
            () -> lifted(WireRecord.named("catalog_view_create").set("security", "definer")))
        .hasMessageContaining("'definer'");
    assertThatThrownBy(
            () -> lifted(WireRecord.named("catalog_schema_create").set("options", new byte[] {1})))
        .hasMessageContaining("options");
    assertThatThrownBy(
            () ->
                lifted(
                    WireRecord.named("TableCreateRequest")
                        .set("columns", IpcBytes.ofSchema(WireSchema.EMPTY))
                        .set("layout", new byte[] {1})))
        .hasMessageContaining("layout");
  }
}
