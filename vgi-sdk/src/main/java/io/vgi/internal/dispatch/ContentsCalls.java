package io.vgi.internal.dispatch;

import io.vgi.catalog.Index;
import io.vgi.catalog.Macro;
import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.View;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.wire.DialectCall;
import io.vgi.internal.wire.Feature;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.log.WorkerLog;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that an attached catalog holds in one answer, or the word that the caller's copy is good. */
final class ContentsCalls implements MethodFamily {
  private final ServedCatalogs catalogs;
  private final TableRecords tables = new TableRecords();
  private final FunctionRecords functions = new FunctionRecords();

  ContentsCalls(ServedCatalogs catalogs) {
    this.catalogs = catalogs;
  }

  @Override
  public List<String> methods() {
    return List.of("catalog_contents");
  }

  @Override
  public WireRecord handle(DialectCall call, WireRecord request) throws Exception {
    if (!call.dialect().has(Feature.CATALOG_CONTENTS)) {
      throw VgiException.unsupported(
          "catalog_contents is answered from protocol 2.2 on; list the schemas one by one");
    }
    AttachedCall attached = AttachedCall.of(catalogs, call, request);
    WireRecord answer =
        WireRecord.named("CatalogContentsResponse")
            .set("catalog_version", attached.served().version(attached));
    Map<String, byte @Nullable []> contents = contents(attached, request);
    String etag = etag(contents);
    boolean same = etag.equals(request.text("if_none_match"));
    answer.set("etag", etag).set("not_modified", same);
    if (!same) {
      for (Map.Entry<String, byte @Nullable []> kind : contents.entrySet()) {
        answer.set(kind.getKey(), kind.getValue());
      }
    }
    return answer;
  }

  /** The rows of each kind, or null when there is none. */
  private Map<String, byte @Nullable []> contents(AttachedCall attached, WireRecord request) {
    DialectCall call = attached.call();
    ServedCatalog served = attached.served();
    List<Schema> listed = served.schemas(attached);
    List<WireRecord> schemas = new ArrayList<>();
    List<WireRecord> views = new ArrayList<>();
    List<WireRecord> macros = new ArrayList<>();
    List<WireRecord> indexes = new ArrayList<>();
    for (Schema schema : listed) {
      schemas.add(SchemaCalls.info(attached, schema, request));
      for (View view : served.views(attached, schema, null)) {
        views.add(ObjectRecords.view(schema, view));
      }
      for (Macro macro : served.macros(attached, schema, null)) {
        macros.add(ObjectRecords.macro(call, schema, macro));
      }
      for (Index index : served.indexes(attached, schema)) {
        indexes.add(ObjectRecords.index(schema, index));
      }
    }
    Map<String, byte @Nullable []> contents = new LinkedHashMap<>();
    contents.put("schemas", rows(call, "SchemaInfo", schemas));
    contents.put("tables", rows(call, "TableInfo", tables(attached, listed)));
    contents.put("views", rows(call, "ViewInfo", views));
    contents.put("functions", functions(attached, listed));
    contents.put("macros", rows(call, "MacroInfo", macros));
    contents.put("indexes", rows(call, "IndexInfo", indexes));
    return contents;
  }

  private List<WireRecord> tables(AttachedCall attached, List<Schema> schemas) {
    List<WireRecord> records = new ArrayList<>();
    for (Schema schema : schemas) {
      for (Table table : attached.served().tables(attached, schema)) {
        try {
          records.add(tables.record(attached, schema, table));
        } catch (Exception broken) {
          // as in the listing of its schema: who asks for it by name gets the error
          WorkerLog.warn(
              "Table '" + schema.name() + "." + table.name() + "' is left out of the contents",
              broken);
        }
      }
    }
    return records;
  }

  /** The functions; those that cannot change are told once. */
  private byte @Nullable [] functions(AttachedCall attached, List<Schema> schemas) {
    Map<String, List<byte[]>> kept = attached.served().listings();
    String key = attached.call().dialect().id() + "/contents";
    List<byte[]> known = kept == null ? null : kept.get(key);
    if (known == null) {
      List<WireRecord> records = new ArrayList<>();
      for (Schema schema : schemas) {
        for (FunctionEntry entry : attached.served().listed(attached, schema)) {
          records.add(functions.record(attached.call(), entry));
        }
      }
      byte[] rows = rows(attached.call(), "FunctionInfo", records);
      known = rows == null ? List.of() : List.of(rows);
      if (kept != null) {
        kept.put(key, known);
      }
    }
    return known.isEmpty() ? null : known.get(0);
  }

  /** Maps are written in the order of their keys, as otherwise each process had its own. */
  private static byte @Nullable [] rows(DialectCall call, String name, List<WireRecord> records) {
    for (WireRecord record : records) {
      for (Map.Entry<String, @Nullable Object> field : record.values().entrySet()) {
        if (field.getValue() instanceof Map<?, ?> map) {
          field.setValue(new TreeMap<>(map));
        }
      }
    }
    return call.encodeRows(name, records);
  }

  /** A digest of {@code contents}: whoever tells the same gives the same, in any process. */
  private static String etag(Map<String, byte @Nullable []> contents) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
    for (byte[] rows : contents.values()) {
      // the length tells where a kind ends
      digest.update(
          ByteBuffer.allocate(Long.BYTES).putLong(rows == null ? -1L : rows.length).array());
      if (rows != null) {
        digest.update(rows);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
