package io.vgi.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What older revisions call otherwise: requests are read as today's, answers written as theirs. */
class ChangesTest {
  private final BufferAllocator memory = new RootAllocator();

  @AfterEach
  void closeWithoutLeaks() {
    memory.close();
  }

  private WireRecord lifted(String revision, WireRecord request) {
    Dialect.load(revision).lift(request, memory);
    return request;
  }

  /** {@code answer} as a client of {@code revision} reads it. */
  private WireRecord lowered(String revision, WireRecord answer) {
    Dialect dialect = Dialect.load(revision);
    dialect.lower(answer, memory);
    try (WireBatch batch = answer.toBatch(dialect.record(answer.name()), memory)) {
      return WireRecord.read(answer.name(), batch);
    }
  }

  private static WireRecord table() {
    return WireRecord.named("TableInfo")
        .set("name", "t")
        .set("schema_path", List.of("main"))
        .set("columns", new byte[] {1})
        .set("write_result_modes", Map.of("insert", "changes", "delete", "rows"))
        .set("required_filters", List.of(List.of("a"), List.of("b", "c"), List.of("d")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.2", "1.3"})
  void schemasAreNamedBeforePaths(String revision) {
    WireRecord bind = lifted(revision, WireRecord.named("BindRequest").set("schema_name", "main"));
    assertThat(bind.<String>list("schema_path")).containsExactly("main");
    WireRecord none = lifted(revision, WireRecord.named("BindRequest").set("schema_name", null));
    assertThat(none.<String>list("schema_path")).isNull();
    WireRecord contents =
        lifted(revision, WireRecord.named("catalog_schema_contents_macros").set("name", "main"));
    assertThat(contents.<String>list("path")).containsExactly("main");
    assertThat(contents.has("name")).isFalse();
    WireRecord get =
        lifted(
            revision,
            WireRecord.named("catalog_table_get").set("schema_name", "main").set("name", "t"));
    assertThat(get.<String>list("schema_path")).containsExactly("main");
    assertThat(get.text("name")).isEqualTo("t");

    assertThat(lowered(revision, table()).text("schema_name")).isEqualTo("main");
    WireRecord schema =
        WireRecord.named("SchemaInfo")
            .set("attach_opaque_data", new byte[] {1})
            .set("path", List.of("data"));
    assertThat(lowered(revision, schema).text("name")).isEqualTo("data");
    WireRecord key =
        WireRecord.named("ForeignKeyInfo")
            .set("fk_columns", List.of("a"))
            .set("pk_columns", List.of("b"))
            .set("referenced_table", "t")
            .set("referenced_schema_path", List.of("main"));
    assertThat(lowered(revision, key).text("referenced_schema")).isEqualTo("main");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.2", "1.3"})
  void writesAreFlags(String revision) {
    WireRecord all = lowered(revision, table());
    assertThat(all.flag("supports_insert")).isTrue();
    assertThat(all.flag("supports_update")).isFalse();
    assertThat(all.flag("supports_delete")).isTrue();
    assertThat(all.flag("supports_returning")).isTrue();
    WireRecord counted =
        lowered(
            revision,
            table().set("write_result_modes", Map.of("insert", "rows", "update", "count")));
    assertThat(counted.flag("supports_update")).isTrue();
    assertThat(counted.flag("supports_returning")).isFalse();
    WireRecord readOnly = lowered(revision, table().set("write_result_modes", Map.of()));
    assertThat(readOnly.flag("supports_insert")).isFalse();
    assertThat(readOnly.flag("supports_returning")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.2", "1.3"})
  void whatIsUnsetIsNullWhateverItsDeclaration(String revision) {
    WireRecord unset = lowered(revision, table());
    for (String field :
        List.of("scan_function", "cardinality_estimate", "cardinality_max", "bind_result")) {
      assertThat(unset.values()).as(field).containsEntry(field, null);
    }
    WireRecord known =
        lowered(revision, table().set("cardinality_estimate", 0L).set("cardinality_max", 7L));
    assertThat(known.number("cardinality_estimate")).isZero();
    assertThat(known.number("cardinality_max")).isEqualTo(7);
    WireRecord catalog =
        lowered(
            revision,
            WireRecord.named("CatalogInfo")
                .set("name", "c")
                .set(
                    "releases",
                    List.of(Map.of("version", "2"), Map.of("version", "1", "released_at", 5L))));
    List<Map<String, Object>> releases = catalog.list("releases");
    assertThat(releases.get(0)).containsEntry("released_at", null);
    assertThat(releases.get(1)).containsEntry("released_at", 5L);
  }

  @Test
  void runningAggregatesAreShownWhereTheirRowsAreSorted() {
    for (String revision : List.of("1.0", "1.2", "2.0")) {
      WireRecord function =
          WireRecord.named("FunctionInfo").set("streaming_partitioned", true).set("name", "f");
      Dialect dialect = Dialect.load(revision);
      dialect.lower(function, memory);
      assertThat(function.flag("streaming_partitioned")).isEqualTo(!revision.equals("1.0"));
    }
  }

  @Test
  void alternativesAreNotDemandedBefore12() {
    assertThat(lowered("1.0", table()).<String>list("required_field_filter_paths"))
        .isEqualTo(Arrays.asList("a", "d"));
    assertThat(lowered("1.2", table()).<List<String>>list("required_filters")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.0", "2.1", "2.2"})
  void nothingIsCalledOtherwiseSince20(String revision) {
    WireRecord table = lowered(revision, table());
    assertThat(table.<String>list("schema_path")).containsExactly("main");
    assertThat(table.struct("write_result_modes")).containsEntry("delete", "rows");
    WireRecord bind = WireRecord.named("BindRequest").set("schema_path", List.of("main"));
    assertThat(lifted(revision, bind).values()).hasSize(1);
  }

  @Test
  void bytesMayBeADictionarySince22() {
    WireRecord function =
        WireRecord.named("FunctionInfo")
            .set("name", "f")
            .set("schema_path", List.of("main"))
            .set("arguments", new byte[] {1, 2})
            .set("output_schema", new byte[] {3})
            .set("stability", "CONSISTENT")
            .set("null_handling", "DEFAULT")
            .set("function_type", "SCALAR");
    for (String field :
        Dialect.load("2.2").record("FunctionInfo").fields().stream()
            .filter(f -> f.getDictionary() != null && !f.isNullable())
            .map(f -> f.getName())
            .toList()) {
      if (!function.has(field)) {
        function.set(field, "X");
      }
    }
    WireRecord read = lowered("2.2", function);
    assertThat(read.bytes("arguments")).containsExactly(1, 2);
    assertThat(read.bytes("output_schema")).containsExactly(3);
    assertThat(read.bytes("parameter_default_values")).isNull();
    byte[] stream = function.toBytes(Dialect.load("2.2").record("FunctionInfo"), memory);
    WireRecord sent = WireRecord.read("FunctionInfo", stream, memory);
    assertThat(sent.bytes("arguments")).containsExactly(1, 2);
    assertThat(sent.bytes("output_schema")).containsExactly(3);
  }
}
