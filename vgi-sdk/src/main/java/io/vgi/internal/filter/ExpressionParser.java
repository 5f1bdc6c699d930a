package io.vgi.internal.filter;

import io.vgi.internal.value.HeapSize;
import io.vgi.pushdown.Filter;
import io.vgi.pushdown.FilterFunction;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.memory.HeapMemory;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Turns the nodes of a document into expressions, under the limits that all of them share. */
final class ExpressionParser {
  private static final int MAX_DEPTH = 1_000;
  private static final int MAX_NODES = 200_000;
  private static final int MAX_ARGUMENTS = 256;
  private static final Set<String> FUNCTIONS =
      Set.of("starts_with", "ends_with", "contains", "list_contains");

  private final FilterPayload payload;
  private final WireSchema output;
  private final FilterCapabilities capabilities;
  private final JoinKeys joinKeys;
  private int nodes;

  ExpressionParser(
      FilterPayload payload,
      WireSchema output,
      FilterCapabilities capabilities,
      JoinKeys joinKeys) {
    this.payload = payload;
    this.output = output;
    this.capabilities = capabilities;
    this.joinKeys = joinKeys;
  }

  /** The condition of a predicate. */
  Expression root(JsonObject node) {
    if ("runtime_filter".equals(node.get("node"))) {
      throw runtimeFilter(node);
    }
    Expression expression = expression(node, 1);
    requireBoolean(expression, "predicate's expression");
    return expression;
  }

  private Expression expression(JsonObject node, int depth) {
    if (depth > MAX_DEPTH) {
      throw JsonObject.bad(
          "expressions are nested more than " + MAX_DEPTH + " deep; nest the condition less");
    } else if (++nodes > MAX_NODES) {
      throw JsonObject.bad(
          "document has more than " + MAX_NODES + " nodes; write long lists as IN");
    }
    String kind = node.text("node");
    JsonObject named = new JsonObject(kind, node.members());
    return switch (kind) {
      case "column_ref" -> column(named);
      case "field_ref" -> member(named, depth);
      case "literal" -> literal(named);
      case "comparison" -> comparison(named, depth);
      case "and", "or" -> junction(named, kind.equals("and"), depth);
      case "not" -> not(named, depth);
      case "is_null" -> {
        named.keys("node", "expression", "negated");
        yield new Expression.IsNull(child(named, "expression", depth), named.flag("negated"));
      }
      case "in" -> in(named, depth);
      case "cast" -> cast(named, depth);
      case "arithmetic" -> arithmetic(named, depth);
      case "negate" -> negate(named, depth);
      case "call" -> call(named, depth);
      case "runtime_filter" ->
          throw JsonObject.bad("runtime_filter may only be the whole of a predicate");
      default -> throw JsonObject.bad("node '" + kind + "' is unknown");
    };
  }

  private Expression child(JsonObject node, String key, int depth) {
    return expression(node.object(key), depth + 1);
  }

  private List<Expression> children(JsonObject node, String key, int depth) {
    List<?> raw = node.array(key);
    if (key.equals("arguments") && raw.size() > MAX_ARGUMENTS) {
      throw JsonObject.bad(
          node.where()
              + " has "
              + raw.size()
              + " "
              + key
              + ", at most "
              + MAX_ARGUMENTS
              + " are allowed");
    }
    List<Expression> children = new ArrayList<>(raw.size());
    for (Object child : raw) {
      children.add(expression(JsonObject.of(child, node.where() + "." + key), depth + 1));
    }
    return children;
  }

  private static void requireBoolean(Expression expression, String what) {
    if (expression.type().kind() != SqlKind.BOOLEAN) {
      throw JsonObject.bad(what + " must be BOOLEAN, not " + expression.type().sql());
    }
  }

  private Expression column(JsonObject node) {
    node.keys("node", "column_index", "column_name");
    int position = node.index("column_index", output.size());
    Field field = output.field(position);
    String name = node.text("column_name");
    if (!field.getName().equals(name)) {
      throw JsonObject.bad(
          "column '" + name + "' is called '" + field.getName() + "' at position " + position);
    }
    return new Expression.Column(position, field, ValueType.orOther(field));
  }

  private Expression member(JsonObject node, int depth) {
    node.keys("node", "expression", "field_index", "field_name");
    Expression struct = child(node, "expression", depth);
    Field parent = field(struct);
    if (parent == null || !(parent.getType() instanceof ArrowType.Struct)) {
      throw JsonObject.bad("field_ref needs a STRUCT, not " + struct.type().sql());
    }
    int index = node.index("field_index", parent.getChildren().size());
    Field field = parent.getChildren().get(index);
    String name = node.text("field_name");
    if (!field.getName().equals(name)) {
      throw JsonObject.bad(
          "member '" + name + "' is called '" + field.getName() + "' at position " + index);
    }
    return new Expression.Member(struct, index, field, ValueType.orOther(field));
  }

  private static @Nullable Field field(Expression expression) {
    if (expression instanceof Expression.Column column) {
      return column.field();
    } else if (expression instanceof Expression.Member member) {
      return member.field();
    } else if (expression instanceof Expression.Literal literal) {
      return literal.field();
    }
    return expression instanceof Expression.Cast cast ? cast.field() : null;
  }

  private Expression literal(JsonObject node) {
    node.keys("node", "value_ref");
    long ref = node.unsigned("value_ref");
    Field field = payload.field("value_", ref);
    FieldVector vector = payload.vector("value_", ref);
    ValueType type = ValueType.orOther(field);
    HeapMemory.of(vector.getAllocator()).take(2 * HeapSize.of(vector, 0, 1));
    Object value = type.kind() == SqlKind.OTHER ? null : Operands.read(vector, type, 0);
    return new Expression.Literal(
        field, type, value, ValueCodec.natural(SqlType.of(field)).get(vector, 0));
  }

  private Expression comparison(JsonObject node, int depth) {
    node.keys("node", "op", "left", "right");
    String op = node.text("op");
    Filter.Operator operator =
        switch (op) {
          case "eq" -> Filter.Operator.EQ;
          case "ne" -> Filter.Operator.NE;
          case "lt" -> Filter.Operator.LT;
          case "le" -> Filter.Operator.LE;
          case "gt" -> Filter.Operator.GT;
          case "ge" -> Filter.Operator.GE;
          case "distinct_from" -> Filter.Operator.DISTINCT_FROM;
          case "not_distinct_from" -> Filter.Operator.NOT_DISTINCT_FROM;
          default -> throw JsonObject.bad("comparison '" + op + "' is unknown");
        };
    Expression left = child(node, "left", depth);
    Expression right = child(node, "right", depth);
    Coercion.check(left.type(), right.type());
    return new Expression.Compare(
        operator, WideUnsigned.mend(left, right.type()), WideUnsigned.mend(right, left.type()));
  }

  private Expression junction(JsonObject node, boolean and, int depth) {
    node.keys("node", "children");
    List<Expression> children = children(node, "children", depth);
    if (children.size() < (payload.isTree() ? 1 : 2)) {
      throw JsonObject.bad(node.where() + " needs at least two children");
    }
    for (Expression child : children) {
      requireBoolean(child, node.where() + "'s children");
    }
    return new Expression.Junction(and, children);
  }

  private Expression not(JsonObject node, int depth) {
    node.keys("node", "expression");
    Expression child = child(node, "expression", depth);
    requireBoolean(child, "not's expression");
    return new Expression.Not(child);
  }

  private Expression in(JsonObject node, int depth) {
    node.keys("node", "expression", "set", "negated");
    Expression child = child(node, "expression", depth);
    JsonObject set = node.object("set");
    Object kind = set.get("kind");
    Expression.Members members;
    if ("literal".equals(kind)) {
      long ref = set.keys("kind", "value_ref").unsigned("value_ref");
      members = members(payload.field("value_", ref), payload.vector("value_", ref));
    } else if ("external".equals(kind)) {
      set.keys("kind", "batch_index", "column_index", "column_name");
      members = joinKeys.members(set);
    } else {
      throw JsonObject.bad("set of an in has the unknown kind '" + kind + "'");
    }
    Coercion.check(child.type(), members.type());
    return new Expression.In(child, WideUnsigned.mend(members, child.type()), node.flag("negated"));
  }

  private static Expression.Members members(Field field, FieldVector vector) {
    int from;
    int to;
    if (vector.getClass() == ListVector.class) {
      ListVector list = (ListVector) vector;
      from = list.isNull(0) ? -1 : list.getElementStartIndex(0);
      to = list.isNull(0) ? -1 : list.getElementEndIndex(0);
    } else if (vector instanceof LargeListVector list) {
      from = list.isNull(0) ? -1 : Math.toIntExact(list.getElementStartIndex(0));
      to = list.isNull(0) ? -1 : Math.toIntExact(list.getElementEndIndex(0));
    } else {
      throw JsonObject.bad("in needs a list of values, not " + ValueType.orOther(field).sql());
    }
    if (from < 0) {
      throw JsonObject.bad("in needs a list of values, not NULL");
    }
    FieldVector data = vector.getChildrenFromFields().get(0);
    return members(field.getChildren().get(0), data, from, to);
  }

  static Expression.Members members(Field field, FieldVector vector, int from, int to) {
    ValueType type = ValueType.orOther(field);
    HeapMemory.of(vector.getAllocator())
        .take(2 * HeapSize.of(vector, from, to) + 16L * (to - from));
    List<@Nullable Object> values = new ArrayList<>(to - from);
    List<@Nullable Object> naturals = new ArrayList<>(to - from);
    ValueCodec.Reader<Object> natural = ValueCodec.natural(SqlType.of(field)).reader(vector);
    for (int i = from; i < to; i++) {
      values.add(type.kind() == SqlKind.OTHER ? null : Operands.read(vector, type, i));
      naturals.add(natural.get(i));
    }
    return new Expression.Members(field, type, values, naturals);
  }

  private Expression cast(JsonObject node, int depth) {
    node.keys("node", "expression", "type_ref");
    Field field = payload.field("type_", node.unsigned("type_ref"));
    Expression child = child(node, "expression", depth);
    ValueType type = ValueType.orOther(field);
    if (payload.isContextFree()
        && child.type().kind().isContextual()
        && type.kind().isContextual()) {
      throw JsonObject.bad(
          "conversion of "
              + child.type().sql()
              + " to "
              + type.sql()
              + " depends on the session, of which nothing is known");
    }
    return new Expression.Cast(child, field, type);
  }

  private Expression arithmetic(JsonObject node, int depth) {
    node.keys("node", "op", "left", "right");
    String op = node.text("op");
    char operator =
        switch (op) {
          case "add" -> '+';
          case "subtract" -> '-';
          case "multiply" -> '*';
          case "divide" -> '/';
          case "modulo" -> '%';
          default -> throw JsonObject.bad("arithmetic operator '" + op + "' is unknown");
        };
    if (payload.isContextFree() && (operator == '/' || operator == '%')) {
      throw JsonObject.bad(
          "operator '" + op + "' depends on the session, of which nothing is known");
    }
    Expression left = child(node, "left", depth);
    Expression right = child(node, "right", depth);
    if (left.type().kind().isText() || right.type().kind().isText()) {
      throw JsonObject.bad("operator '" + op + "' cannot be used with a text");
    }
    ValueType type = Arithmetics.type(operator, left.type(), right.type());
    return new Expression.Arithmetic(operator, List.of(left, right), type);
  }

  private Expression negate(JsonObject node, int depth) {
    Expression child = child(node.keys("node", "expression"), "expression", depth);
    ValueType type = Arithmetics.negated(child.type());
    return new Expression.Arithmetic('-', List.of(child), type);
  }

  private Expression call(JsonObject node, int depth) {
    if (node.has("options")) {
      node.keys("node", "function", "arguments", "options");
    } else {
      node.keys("node", "function", "arguments");
    }
    String name;
    FilterFunction extension = null;
    if (node.get("function") instanceof String standard) {
      name = standard;
      if (!FUNCTIONS.contains(name)) {
        throw JsonObject.bad("function '" + name + "' is unknown");
      } else if (node.has("options")) {
        throw JsonObject.bad("function '" + name + "' takes no options");
      }
    } else {
      JsonObject function = node.object("function").keys("namespace", "name", "version");
      name = function.text("name");
      extension = extension(function, name);
      if (node.has("options") && !node.object("options").members().isEmpty()) {
        throw JsonObject.bad("function '" + name + "' takes no options");
      }
    }
    List<Expression> arguments = children(node, "arguments", depth);
    if (extension == null) {
      Functions.check(name, arguments);
    }
    return new Expression.Call(name, extension, arguments);
  }

  private FilterFunction extension(JsonObject function, String name) {
    String namespace = function.text("namespace");
    long version = function.unsigned("version");
    FilterFunction known = capabilities.function(namespace, name, version);
    if (known == null) {
      throw JsonObject.bad(
          "function " + namespace + "/" + name + " version " + version + " was not announced");
    }
    return known;
  }

  private VgiException runtimeFilter(JsonObject raw) {
    JsonObject node = new JsonObject("runtime_filter", raw.members());
    node.keys("node", "algorithm", "input", "artifact_ref", "null_handling");
    JsonObject algorithm = node.object("algorithm").keys("namespace", "name", "version");
    payload.field("artifact_", node.unsigned("artifact_ref"));
    String nulls = node.text("null_handling");
    if (!nulls.equals("pass") && !nulls.equals("reject")) {
      return JsonObject.bad("runtime_filter's null_handling '" + nulls + "' is unknown");
    }
    expression(node.object("input"), 2);
    return JsonObject.bad(
        "runtime filter "
            + algorithm.text("namespace")
            + "/"
            + algorithm.text("name")
            + " version "
            + Long.toUnsignedString(algorithm.unsigned("version"))
            + " was not announced");
  }
}
