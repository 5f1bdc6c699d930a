package io.vgi.internal.filter;

import io.vgi.rpc.WireSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Reads whole documents: what a scan starts with and what changes it later. */
final class FilterDocument {
  static final String ENCODING = "vgi.filters.v2";
  private static final String SEMANTICS = "vgi.duckdb.standard.v1";
  static final int MAX_PREDICATES = 20_000;
  private static final int MAX_ID_BYTES = 128;
  private static final Set<String> SOURCES =
      Set.of("query", "join", "top_n", "split_refinement", "other");

  /** What a document is read against. */
  record Scan(
      WireSchema output,
      FilterCapabilities capabilities,
      JoinKeys joinKeys,
      boolean exact,
      BufferAllocator allocator) {}

  /** A document's predicates and the evaluation context they came with. */
  record Snapshot(List<String> context, List<Predicate> predicates) {}

  /** One change; without a predicate it removes, or it is too late to matter. */
  record Update(String id, long revision, boolean isNew, @Nullable Predicate predicate) {}

  private FilterDocument() {}

  static Snapshot snapshot(byte[] bytes, Scan scan) {
    try (FilterPayload payload = FilterPayload.open(bytes, scan.capabilities(), scan.allocator())) {
      Json.Document document = Json.read(payload.document());
      if (payload.isTree()) {
        return new Snapshot(payload.context(), FilterTree.snapshot(document, payload, scan));
      }
      List<?> entries = entries(document, "snapshot", "predicates");
      if (entries.size() > MAX_PREDICATES) {
        throw JsonObject.bad(
            "predicates are " + entries.size() + ", at most " + MAX_PREDICATES + " are allowed");
      }
      ExpressionParser parser = parser(payload, scan);
      return new Snapshot(
          payload.context(),
          DeepStack.run(document.depth(), () -> predicates(entries, parser, scan.exact())));
    }
  }

  private static List<Predicate> predicates(
      List<?> entries, ExpressionParser parser, boolean exact) {
    List<Predicate> predicates = new ArrayList<>(entries.size());
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      JsonObject entry = JsonObject.of(entries.get(i), "predicates[" + i + "]");
      entry.keys("id", "revision", "mode", "source", "expression");
      Predicate predicate = predicate(entry, parser, exact);
      if (entry.unsigned("revision") != 0) {
        throw JsonObject.bad("predicate '" + predicate.id() + "' must have the revision 0");
      } else if (!ids.add(predicate.id())) {
        throw JsonObject.bad("predicate '" + predicate.id() + "' is there twice");
      }
      predicates.add(predicate);
    }
    return predicates;
  }

  /** The changes of a delta; those that are older than {@code revisions} are checked only. */
  static List<Update> delta(
      byte[] bytes,
      Scan scan,
      List<String> context,
      Map<String, Long> revisions,
      Set<String> required) {
    try (FilterPayload payload = FilterPayload.open(bytes, scan.capabilities(), scan.allocator())) {
      if (!payload.context().equals(context)) {
        throw JsonObject.bad("evaluation context changed during the scan");
      }
      Json.Document document = Json.read(payload.document());
      if (payload.isTree()) {
        return FilterTree.turn(document, payload, scan, revisions);
      }
      List<?> entries = entries(document, "delta", "updates");
      ExpressionParser parser = parser(payload, scan);
      return DeepStack.run(
          document.depth(), () -> updates(entries, parser, scan.exact(), revisions, required));
    }
  }

  private static List<Update> updates(
      List<?> entries,
      ExpressionParser parser,
      boolean exact,
      Map<String, Long> revisions,
      Set<String> required) {
    List<Update> updates = new ArrayList<>(entries.size());
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      JsonObject entry = JsonObject.of(entries.get(i), "updates[" + i + "]");
      Update update = update(entry, parser, exact, revisions);
      if (!ids.add(update.id())) {
        throw JsonObject.bad("updates change '" + update.id() + "' twice");
      } else if (required.contains(update.id())) {
        throw JsonObject.bad("update changes the required predicate '" + update.id() + "'");
      }
      updates.add(update);
    }
    return updates;
  }

  static ExpressionParser parser(FilterPayload payload, Scan scan) {
    return new ExpressionParser(payload, scan.output(), scan.capabilities(), scan.joinKeys());
  }

  private static List<?> entries(Json.Document read, String kind, String member) {
    JsonObject document = JsonObject.of(read.value(), "document");
    document.keys("encoding", "semantics", "kind", member);
    expect(document, "encoding", ENCODING);
    expect(document, "semantics", SEMANTICS);
    expect(document, "kind", kind);
    return document.array(member);
  }

  private static void expect(JsonObject document, String key, String value) {
    if (!value.equals(document.get(key))) {
      throw JsonObject.bad(
          "document must have the " + key + " '" + value + "', not '" + document.get(key) + "'");
    }
  }

  private static Update update(
      JsonObject entry, ExpressionParser parser, boolean exact, Map<String, Long> revisions) {
    Object operation = entry.get("operation");
    boolean upsert = "upsert".equals(operation);
    if (upsert) {
      entry.keys("operation", "id", "revision", "mode", "source", "expression");
      if (mode(entry)) {
        throw JsonObject.bad("updates must be advisory");
      }
      source(entry);
      entry.object("expression");
    } else if ("remove".equals(operation)) {
      entry.keys("operation", "id", "revision");
    } else {
      throw JsonObject.bad(entry.where() + " has the unknown operation '" + operation + "'");
    }
    String id = entry.text("id", MAX_ID_BYTES);
    long revision = entry.unsigned("revision");
    Long known = revisions.get(id);
    boolean isNew = known == null || Long.compareUnsigned(revision, known) > 0;
    return new Update(
        id, revision, isNew, upsert && isNew ? predicate(entry, parser, exact) : null);
  }

  private static Predicate predicate(JsonObject entry, ExpressionParser parser, boolean exact) {
    String id = entry.text("id", MAX_ID_BYTES);
    boolean required = mode(entry);
    source(entry);
    return Predicate.of(id, required, exact, parser.root(entry.object("expression")));
  }

  private static boolean mode(JsonObject entry) {
    String mode = entry.text("mode");
    if (!mode.equals("required") && !mode.equals("advisory")) {
      throw JsonObject.bad(entry.where() + " has the unknown mode '" + mode + "'");
    }
    return mode.equals("required");
  }

  private static void source(JsonObject entry) {
    if (!SOURCES.contains(entry.text("source"))) {
      throw JsonObject.bad(
          entry.where() + " has the unknown source '" + entry.text("source") + "'");
    }
  }
}
