package io.vgi.example.sqlite;

import io.vgi.catalog.Index;
import io.vgi.catalog.Macro;
import io.vgi.catalog.View;
import io.vgi.state.StateCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schema, table, view, macro or index as the file keeps it.
 *
 * @param kind which of them, by the names that it shares with others
 * @param schema its schema; its own name for a schema
 * @param name its name
 * @param definition the rest of it
 */
record StoredObject(Kind kind, String schema, String name, byte[] definition) {
  private static final StateCodec<StoredObject> CODEC = StateCodec.of(StoredObject.class);
  private static final StateCodec<Text> TEXT = StateCodec.of(Text.class);
  private static final StateCodec<View> VIEW = StateCodec.of(View.class);
  private static final StateCodec<Index> INDEX = StateCodec.of(Index.class);
  private static final StateCodec<StoredTable> TABLE = StateCodec.of(StoredTable.class);
  private static final StateCodec<StoredMacro> MACRO = StateCodec.of(StoredMacro.class);

  /** What an object is, and whose names it shares. */
  enum Kind {
    SCHEMA("schema"),
    TABLE("relation"),
    VIEW("relation"),
    MACRO("macro"),
    INDEX("index");

    private final String names;

    Kind(String names) {
      this.names = names;
    }

    /** As SQL users call it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  record Text(@Nullable String text) {}

  record StoredMacro(
      boolean table,
      String sql,
      List<String> names,
      List<String> docs,
      byte[] fallbacks,
      @Nullable String comment,
      Map<String, String> tags) {}

  static StoredObject schema(String name, @Nullable String comment) throws IOException {
    return new StoredObject(Kind.SCHEMA, name, name, bytes(TEXT, new Text(comment)));
  }

  static StoredObject of(String schema, StoredTable table) throws IOException {
    return new StoredObject(Kind.TABLE, schema, table.name(), bytes(TABLE, table));
  }

  static StoredObject of(String schema, View view) throws IOException {
    return new StoredObject(Kind.VIEW, schema, view.name(), bytes(VIEW, view));
  }

  static StoredObject of(String schema, Index index) throws IOException {
    return new StoredObject(Kind.INDEX, schema, index.name(), bytes(INDEX, index));
  }

  static StoredObject of(String schema, Macro macro) throws IOException {
    List<String> names = new ArrayList<>();
    List<String> docs = new ArrayList<>();
    List<@Nullable Object> fallbacks = new ArrayList<>();
    for (Macro.Param param : macro.params()) {
      names.add(param.name());
      docs.add(param.doc());
      fallbacks.add(param.fallback());
    }
    StoredMacro stored =
        new StoredMacro(
            macro.table(),
            macro.sql(),
            names,
            docs,
            bytes(StateCodec.values(), fallbacks),
            macro.comment(),
            macro.tags());
    return new StoredObject(Kind.MACRO, schema, macro.name(), bytes(MACRO, stored));
  }

  @Nullable String comment() throws IOException {
    return read(TEXT, definition).text();
  }

  StoredTable table() throws IOException {
    return read(TABLE, definition);
  }

  View view() throws IOException {
    return read(VIEW, definition);
  }

  Index index() throws IOException {
    return read(INDEX, definition);
  }

  Macro macro() throws IOException {
    StoredMacro stored = read(MACRO, definition);
    List<?> fallbacks = (List<?>) read(StateCodec.values(), stored.fallbacks());
    List<Macro.Param> params = new ArrayList<>();
    for (int i = 0; i < stored.names().size(); i++) {
      params.add(new Macro.Param(stored.names().get(i), fallbacks.get(i), stored.docs().get(i)));
    }
    return new Macro(name, stored.table(), stored.sql(), params, stored.comment(), stored.tags());
  }

  /** The key of its name. */
  byte[] key() {
    return key(kind, schema, name);
  }

  /** The key of a name; names differ in more than their case. */
  static byte[] key(Kind kind, String schema, String name) {
    String text = kind.names + '\0' + (kind == Kind.SCHEMA ? "" : schema) + '\0' + name;
    return text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
  }

  byte[] bytes() throws IOException {
    return bytes(CODEC, this);
  }

  static StoredObject read(byte[] bytes) throws IOException {
    return read(CODEC, bytes);
  }

  static <T extends @Nullable Object> byte[] bytes(StateCodec<T> codec, T value)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    codec.write(value, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  static <T extends @Nullable Object> T read(StateCodec<T> codec, byte[] bytes) throws IOException {
    return codec.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
