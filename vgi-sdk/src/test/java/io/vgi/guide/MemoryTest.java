package io.vgi.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.CatalogChoice;
import io.vgi.catalog.ColumnDefinition;
import io.vgi.catalog.TableDefinition;
import io.vgi.catalog.View;
import io.vgi.testing.CatalogEdits;
import io.vgi.testing.LocalWorker;
import io.vgi.testing.QueryException;
import io.vgi.type.SqlType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The guide's catalog that SQL changes works as the guide shows it. */
class MemoryTest {
  private static final TableDefinition NOTES =
      TableDefinition.of(
          "notes",
          List.of(
              ColumnDefinition.of("id", SqlType.BIGINT).notNull(true),
              ColumnDefinition.of("text", SqlType.VARCHAR).comment("what it says")));

  private static LocalWorker worker() {
    Memory memory = new Memory();
    return LocalWorker.of(CatalogChoice.named("memory").live(attach -> memory).build());
  }

  @Test
  void tablesAreCreatedFilledAndAltered() {
    try (LocalWorker worker = worker()) {
      CatalogEdits edits = worker.edits();
      edits.createTable(NOTES);
      assertThat(worker.tables()).containsExactly("main.notes");
      assertThat(
              worker
                  .writes("notes")
                  .insert(List.of(Map.of("id", 1L, "text", "a"), Map.of("id", 2))))
          .isEqualTo(2);
      assertThatThrownBy(() -> worker.writes("notes").insert(List.of(Map.of("text", "no id"))))
          .hasMessageContaining("NOT NULL constraint failed: notes.id");
      edits.addColumn("NOTES", ColumnDefinition.of("stars", SqlType.INTEGER));
      worker.writes("notes").insert(List.of(Map.of("id", 3L, "stars", 5)));
      assertThat(worker.scan("notes").rows())
          .extracting(row -> Arrays.asList(row.get("id"), row.get("text"), row.get("stars")))
          .containsExactly(
              Arrays.asList(1L, "a", null),
              Arrays.asList(2L, null, null),
              Arrays.asList(3L, null, 5L));
      edits.ifNotExists().createTable(NOTES).addColumn("notes", NOTES.columns().get(1));
      assertThat(worker.scan("notes").where("stars = 5").rows()).hasSize(1);
      edits.orReplace().createTable(NOTES);
      assertThat(worker.scan("notes").rows()).isEmpty();
      edits.dropTable("notes").ifExists().dropTable("notes");
      assertThat(worker.tables()).isEmpty();
    }
  }

  @Test
  void refusalsAreThoseOfStatements() {
    try (LocalWorker worker = worker()) {
      CatalogEdits edits = worker.edits().createTable(NOTES);
      refused(() -> edits.createTable(NOTES), "Table 'notes' already exists");
      refused(() -> edits.dropTable("none"), "none");
      refused(() -> edits.dropColumn("notes", "other"), "does not have a column 'other'");
      for (Runnable change :
          List.<Runnable>of(
              () -> edits.renameTable("notes", "memos"),
              () -> edits.commentTable("notes", "mine"),
              () -> edits.dropColumn("notes", "text"),
              () -> edits.renameColumn("notes", "text", "words"),
              () -> edits.changeType("notes", "id", SqlType.HUGEINT, null),
              () -> edits.setDefault("notes", "text", "'x'"),
              () -> edits.setDefault("notes", "text", null),
              () -> edits.setNotNull("notes", "text", true),
              () -> edits.commentColumn("notes", "text", null),
              () -> edits.createView(View.of("v", "SELECT 1")),
              () -> worker.edits("more").createSchema())) {
        refused(change, "is refused: as to this statement the catalog is read-only");
      }
      refused(() -> worker.edits("main").cascade().dropSchema(), "is the default schema");
      refused(
          () ->
              worker
                  .edits("none")
                  .createTable(
                      new TableDefinition(
                          "t", NOTES.columns(), List.of(), List.of(), List.of(), List.of(), null)),
          "none");
      refused(
          () ->
              edits.createTable(
                  new TableDefinition(
                      "t", NOTES.columns(), List.of("key"), List.of(), List.of(), List.of(), null)),
          "does not have a column named \"key\"");
      assertThat(worker.tables()).containsExactly("main.notes");
    }
  }

  private static void refused(Runnable change, String message) {
    assertThatThrownBy(change::run)
        .isInstanceOf(QueryException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theGuideHasThisProgram() throws IOException {
    String source = Files.readString(Path.of("src/test/java/io/vgi/guide/Memory.java"));
    assertThat(Files.readString(Path.of("../docs/guide.md")))
        .contains(source.substring(source.indexOf("import ")));
  }
}
