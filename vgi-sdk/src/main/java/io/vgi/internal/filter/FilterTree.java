package io.vgi.internal.filter;

import io.vgi.internal.filter.FilterDocument.Scan;
import io.vgi.internal.filter.FilterDocument.Update;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Reads the filters of revisions before 2.0: a tree for each column, which is written anew with the
 * nodes of today. Columns and members are found by name: the index of a column counts the projected
 * ones at the beginning of a scan and all of them in its turns.
 */
final class FilterTree {
  /** What the trees of a turn are called; those of the turn before are replaced. */
  private static final String TURN = "turn:";

  /** What engines call IS [NOT] DISTINCT FROM, both alike; it comes in alternatives only. */
  private static final String DISTINCT = "unknown";

  private final Scan scan;
  private int nodes;
  private int alternatives;

  private FilterTree(Scan scan) {
    this.scan = scan;
  }

  /** What a scan starts with. */
  static List<Predicate> snapshot(Json.Document document, FilterPayload payload, Scan scan) {
    FilterTree tree = new FilterTree(scan);
    List<Map<String, Object>> conditions =
        DeepStack.run(document.depth(), () -> tree.conditions(document));
    ExpressionParser parser = FilterDocument.parser(payload, scan);
    return DeepStack.run(
        document.depth(),
        () -> {
          List<Predicate> predicates = new ArrayList<>(conditions.size());
          for (Map<String, Object> condition : conditions) {
            add(condition, parser, scan, predicates);
          }
          return predicates;
        });
  }

  /** An AND is relied on as a whole where part of it is, unless that part alone can be checked. */
  private static void add(
      Map<String, Object> condition,
      ExpressionParser parser,
      Scan scan,
      List<Predicate> predicates) {
    String id = "query:" + predicates.size();
    List<?> parts =
        "and".equals(condition.get("node")) ? (List<?>) condition.get("children") : null;
    if (parts == null) {
      predicates.add(predicate(id, isRelied(condition), condition, parser, scan));
      return;
    }
    boolean relied = false;
    for (Object part : parts) {
      relied |= isRelied(part);
    }
    try {
      predicates.add(predicate(id, relied, condition, parser, scan));
    } catch (UnsupportedFilterException | EvaluationException unknown) {
      for (Object part : parts) {
        add(checked((Map<?, ?>) part), parser, scan, predicates);
      }
    }
  }

  /** The hints that come with a turn: they take the place of those of the turn before. */
  static List<Update> turn(
      Json.Document document, FilterPayload payload, Scan scan, Map<String, Long> revisions) {
    FilterTree tree = new FilterTree(scan);
    List<Map<String, Object>> conditions =
        DeepStack.run(document.depth(), () -> tree.conditions(document));
    ExpressionParser parser = FilterDocument.parser(payload, scan);
    Set<String> replaced = new HashSet<>();
    long last = 0;
    for (Map.Entry<String, Long> known : revisions.entrySet()) {
      if (known.getKey().startsWith(TURN)) {
        replaced.add(known.getKey());
        last = Math.max(last, known.getValue());
      }
    }
    long revision = last + 1;
    return DeepStack.run(
        document.depth(),
        () -> {
          List<Update> updates = new ArrayList<>(conditions.size());
          for (Map<String, Object> condition : conditions) {
            String id = TURN + updates.size();
            Predicate hint = predicate(id, false, condition, parser, scan);
            updates.add(new Update(id, revision, true, hint));
            replaced.remove(id);
          }
          for (String id : replaced) {
            updates.add(new Update(id, revision, true, null));
          }
          return updates;
        });
  }

  private static Predicate predicate(
      String id,
      boolean required,
      Map<String, Object> condition,
      ExpressionParser parser,
      Scan scan) {
    return Predicate.of(
        id, required, scan.exact(), parser.root(JsonObject.of(condition, "filter '" + id + "'")));
  }

  /** Whether the engine leaves the condition to the worker: neither lists nor alternatives are. */
  private static boolean isRelied(Object node) {
    if (node instanceof Map<?, ?> members) {
      Object kind = members.get("node");
      if ("or".equals(kind) || "in".equals(kind)) {
        return false;
      }
      return members.get("children") == null || isRelied(members.get("children"));
    } else if (node instanceof List<?> children) {
      for (Object child : children) {
        if (!isRelied(child)) {
          return false;
        }
      }
    }
    return true;
  }

  private List<Map<String, Object>> conditions(Json.Document document) {
    if (!(document.value() instanceof List<?> trees)) {
      throw JsonObject.bad("document must be an array");
    }
    List<Map<String, Object>> conditions = new ArrayList<>(trees.size());
    for (Object one : trees) {
      JsonObject tree = JsonObject.of(one, "tree");
      Map<String, Object> condition = condition(tree, column(tree));
      if (condition != null) {
        conditions.add(condition);
      }
    }
    if (conditions.size() > FilterDocument.MAX_PREDICATES) {
      throw JsonObject.bad(
          "conditions are "
              + conditions.size()
              + ", at most "
              + FilterDocument.MAX_PREDICATES
              + " are allowed");
    }
    return conditions;
  }

  private Map<String, Object> column(JsonObject tree) {
    String name = tree.text("column_name");
    for (int i = 0; i < scan.output().size(); i++) {
      if (scan.output().field(i).getName().equals(name)) {
        return node("column_ref", "column_index", new Json.Numeral("" + i), "column_name", name);
      }
    }
    throw JsonObject.bad("column '" + name + "' is not one of the scan");
  }

  /** The condition that {@code tree} sets {@code value}; null when nothing can be said of it. */
  private @Nullable Map<String, Object> condition(JsonObject tree, Map<String, Object> value) {
    if (++nodes > FilterDocument.MAX_PREDICATES) {
      throw JsonObject.bad("trees have more than " + FilterDocument.MAX_PREDICATES + " nodes");
    }
    String type = tree.text("type");
    return switch (type) {
      case "constant" -> comparison(tree.text("op"), tree, value);
      case "is_null", "is_not_null" ->
          node("is_null", "expression", value, "negated", type.equals("is_not_null"));
      case "and", "or" -> junction(type, tree, value);
      case "struct" ->
          condition(tree.object("child_filter"), member(value, tree.text("child_name")));
      case "join_keys" -> joined(tree.text("keys_column"), value);
      default -> throw JsonObject.bad("tree has the unknown type '" + type + "'");
    };
  }

  private @Nullable Map<String, Object> comparison(
      String op, JsonObject tree, Map<String, Object> value) {
    return alternatives > 0 && op.equals(DISTINCT)
        ? null
        : node("comparison", "op", op, "left", value, "right", literal(tree));
  }

  private @Nullable Map<String, Object> junction(
      String type, JsonObject tree, Map<String, Object> value) {
    boolean either = type.equals("or");
    alternatives += either ? 1 : 0;
    List<Map<String, Object>> children = new ArrayList<>();
    boolean told = true;
    for (Object raw : tree.array("children")) {
      Map<String, Object> child = condition(JsonObject.of(raw, type), value);
      if (child != null) {
        children.add(child);
      } else {
        told = false;
      }
    }
    alternatives -= either ? 1 : 0;
    if (either && !told) {
      // any row may satisfy what cannot be told
      return null;
    }
    return children.isEmpty() ? null : node(type, "children", children);
  }

  /** The rows of the join's other side, unless they were too many to come along. */
  private @Nullable Map<String, Object> joined(String name, Map<String, Object> value) {
    int batch = scan.joinKeys().indexOf(name);
    if (batch < 0) {
      return null;
    }
    Map<String, Object> set = new LinkedHashMap<>();
    set.put("kind", "external");
    set.put("batch_index", new Json.Numeral("" + batch));
    set.put("column_index", new Json.Numeral("0"));
    set.put("column_name", name);
    return node("in", "expression", value, "set", set, "negated", false);
  }

  private Map<String, Object> member(Map<String, Object> struct, String name) {
    List<Field> members = field(struct).getChildren();
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).getName().equals(name)) {
        return node(
            "field_ref",
            "expression",
            struct,
            "field_index",
            new Json.Numeral("" + i),
            "field_name",
            name);
      }
    }
    throw JsonObject.bad("column has no member '" + name + "'");
  }

  private Field field(Map<String, Object> value) {
    if (value.get("expression") instanceof Map<?, ?> struct) {
      Field parent = field(checked(struct));
      return parent.getChildren().get(position(value, "field_index"));
    }
    return scan.output().field(position(value, "column_index"));
  }

  @SuppressWarnings("unchecked") // made by node()
  private static Map<String, Object> checked(Map<?, ?> node) {
    return (Map<String, Object>) node;
  }

  private static int position(Map<String, Object> value, String key) {
    return JsonObject.of(value, "value").index(key, Integer.MAX_VALUE);
  }

  private static Map<String, Object> literal(JsonObject tree) {
    return node("literal", "value_ref", new Json.Numeral("" + tree.unsigned("value_ref")));
  }

  private static Map<String, Object> node(String kind, Object... members) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("node", kind);
    for (int i = 0; i < members.length; i += 2) {
      node.put((String) members[i], members[i + 1]);
    }
    return node;
  }
}
