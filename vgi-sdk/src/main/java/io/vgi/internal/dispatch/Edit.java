package io.vgi.internal.dispatch;

import io.vgi.catalog.CatalogCall;
import io.vgi.catalog.Index;
import io.vgi.catalog.LiveCatalog;
import io.vgi.catalog.Schema;
import io.vgi.catalog.SchemaEditor;
import io.vgi.catalog.Table;
import io.vgi.catalog.View;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change that is asked for, and the catalog as it is before it.
 *
 * @param call the call
 * @param request what it says
 * @param asked who asks, for the catalog's callbacks
 * @param catalog what is changed
 * @param editor what changes it
 */
record Edit(
    DialectCall call,
    WireRecord request,
    CatalogCall asked,
    LiveCatalog catalog,
    SchemaEditor editor) {
  private static final String ON_CONFLICT = "on_conflict";

  /** What a SELECT calls by one name: a table or a view. */
  record Relation(String kind, String name) {}

  /** A name in the request. */
  String text(String field) {
    String text = request.needText(field);
    if (text.isBlank()) {
      throw VgiException.invalidArgument("Record " + request.name() + " has no " + field);
    }
    return text;
  }

  /** A remark in the request, or null for none. */
  @Nullable String comment() {
    return request.text("comment");
  }

  boolean replaces() {
    return "REPLACE".equals(request.text(ON_CONFLICT));
  }

  boolean cascades() {
    return request.flag("cascade");
  }

  /** The name of the schema at {@code field}, as the catalog spells it, or null. */
  @Nullable String findSchema(String field) throws Exception {
    Schema schema = catalog.schema(asked, path(field));
    return schema == null ? null : schema.name();
  }

  /** The name that the path at {@code field} makes. */
  String path(String field) {
    List<String> path = request.list(field);
    if (path == null || path.isEmpty()) {
      throw VgiException.invalidArgument("Record " + request.name() + " names no schema");
    }
    return String.join(".", path);
  }

  /** The schema of the object that the request is about, which must be there. */
  String schema() throws Exception {
    String name = findSchema("schema_path");
    if (name == null) {
      throw missingSchema(path("schema_path"));
    }
    return name;
  }

  @Nullable Relation relation(String schema, String name) throws Exception {
    Table table = catalog.table(asked, schema, name);
    if (table != null) {
      return new Relation("table", table.name());
    }
    View view = catalog.view(asked, schema, name);
    return view == null ? null : new Relation("view", view.name());
  }

  /** What the relation called {@code name} is to be called: a name that no other one has. */
  String newName(String schema, String name) throws Exception {
    String to = text("new_name");
    Relation taken = relation(schema, to);
    if (taken != null && !taken.name().equals(name)) {
      throw exists(taken.kind(), to);
    }
    return to;
  }

  @Nullable Index index(String schema, String name) throws Exception {
    for (Index index : catalog.indexes(asked, schema)) {
      if (index.name().equalsIgnoreCase(name)) {
        return index;
      }
    }
    return null;
  }

  /**
   * Whether the object is to be created: not when one of the name is there and the statement says
   * IF NOT EXISTS. What is replaced must be of the same kind.
   */
  boolean creates(String kind, String name, @Nullable Relation taken) {
    if (taken == null) {
      return true;
    }
    String conflict = request.text(ON_CONFLICT);
    if ("IGNORE".equals(conflict)) {
      return false;
    } else if (!"REPLACE".equals(conflict)) {
      throw exists(taken.kind(), name);
    } else if (!taken.kind().equals(kind)) {
      throw VgiException.invalidArgument(
          "'" + name + "' is a " + taken.kind() + ", so no " + kind + " can replace it");
    }
    return true;
  }

  /**
   * The relation called {@code name}, which must be a {@code kind}; null when there is none and the
   * statement says IF EXISTS.
   */
  @Nullable String existing(String kind, String schema, String name) throws Exception {
    Relation found = relation(schema, name);
    if (found != null && !found.kind().equals(kind)) {
      throw VgiException.invalidArgument("'" + name + "' is a " + found.kind() + ", not a " + kind);
    }
    return found(kind, schema, name, found == null ? null : found.name());
  }

  /** {@code found}; null when there is nothing and the statement says IF EXISTS. */
  @Nullable String found(String kind, String schema, String name, @Nullable String found) {
    if (found == null && !request.flag("ignore_not_found")) {
      throw missing(kind, schema, name);
    }
    return found;
  }

  static VgiException missing(String kind, String schema, String name) {
    String word = Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
    return VgiException.notFound(
        word + " '" + name + "' does not exist in schema '" + schema + "'");
  }

  static VgiException missingSchema(String name) {
    return VgiException.notFound("Schema '" + name + "' does not exist");
  }

  static VgiException exists(String kind, String name) {
    String word = Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
    return new VgiException(
        VgiException.Kind.ALREADY_EXISTS, word + " '" + name + "' already exists", null);
  }
}
