package io.vgi.internal.filter;

import io.vgi.pushdown.Filter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Turns expressions into evaluators; fails if there is none for one. */
final class Compiler {
  private Compiler() {}

  static Test test(Expression expression) {
    if (expression instanceof Expression.Junction junction) {
      return junction(junction);
    } else if (expression instanceof Expression.Not not) {
      return new Evaluators.Not(test(not.child()));
    } else if (expression instanceof Expression.IsNull isNull) {
      ColumnPath source = ColumnPath.of(isNull.child());
      return source == null
          ? new Evaluators.IsNull(value(isNull.child()), isNull.negated())
          : new Evaluators.ColumnIsNull(source, isNull.negated());
    } else if (expression instanceof Expression.Compare compare) {
      return compare(compare);
    } else if (expression instanceof Expression.In in) {
      return in(in);
    } else if (expression instanceof Expression.Call call) {
      return call.extension() != null
          ? new Evaluators.Extension(call.extension(), call.arguments())
          : Functions.compile(
              call.function(), value(call.arguments().get(0)), value(call.arguments().get(1)));
    }
    ColumnPath source = ColumnPath.of(expression);
    return source == null
        ? new Evaluators.OfValue(value(expression))
        : Keyed.compare(source, Filter.Operator.EQ, true);
  }

  /** Many equalities of one column in an OR, or inequalities in an AND, are looked up as an IN. */
  private static Test junction(Expression.Junction junction) {
    Map<Expression, List<Expression.Literal>> sets = new LinkedHashMap<>();
    List<Test> tests = new ArrayList<>();
    for (Expression child : junction.children()) {
      Expression.Compare compare = member(child, junction.and());
      if (compare != null && compare.right() instanceof Expression.Literal literal) {
        sets.computeIfAbsent(compare.left(), left -> new ArrayList<>()).add(literal);
      } else {
        tests.add(test(child));
      }
    }
    for (Map.Entry<Expression, List<Expression.Literal>> set : sets.entrySet()) {
      tests.add(set(set.getKey(), set.getValue(), junction.and()));
    }
    return tests.size() == 1
        ? tests.get(0)
        : new Evaluators.Junction(junction.and(), tests.toArray(new Test[0]));
  }

  /** {@code child} with its column on the left, if it can be a member of such an IN. */
  private static Expression.@Nullable Compare member(Expression child, boolean and) {
    Filter.Operator wanted = and ? Filter.Operator.NE : Filter.Operator.EQ;
    if (!(child instanceof Expression.Compare compare) || compare.operator() != wanted) {
      return null;
    }
    Expression column = compare.left();
    Expression constant = compare.right();
    if (column instanceof Expression.Literal) {
      column = compare.right();
      constant = compare.left();
    }
    return ColumnPath.of(column) != null
            && constant instanceof Expression.Literal literal
            && literal.value() != null
            && literal.type().equals(column.type())
        ? new Expression.Compare(wanted, column, constant)
        : null;
  }

  private static Test set(Expression column, List<Expression.Literal> literals, boolean negated) {
    Expression.Literal first = literals.get(0);
    if (literals.size() == 1) {
      Filter.Operator operator = negated ? Filter.Operator.NE : Filter.Operator.EQ;
      return compare(new Expression.Compare(operator, column, first));
    }
    List<@Nullable Object> values = new ArrayList<>(literals.size());
    for (Expression.Literal literal : literals) {
      values.add(literal.value());
    }
    // nothing reads the natural values here
    Expression.Members members =
        new Expression.Members(first.field(), first.type(), values, List.of());
    return in(new Expression.In(column, members, negated));
  }

  static Value value(Expression expression) {
    ColumnPath source = ColumnPath.of(expression);
    if (source != null) {
      return new ValueReaders.Read(known(source));
    } else if (expression instanceof Expression.Literal literal) {
      if (literal.type().kind() == SqlKind.OTHER) {
        throw unsupported("a constant of the type of '" + literal.field().getName() + "'");
      }
      return new ValueReaders.Constant(literal.type(), literal.value());
    } else if (expression instanceof Expression.Member member) {
      return new ValueReaders.MemberOf(value(member.struct()), member.index(), member.type());
    } else if (expression instanceof Expression.Cast cast) {
      return cast(cast);
    } else if (expression instanceof Expression.Arithmetic arithmetic) {
      return arithmetic(arithmetic);
    }
    return new ValueReaders.Truth(test(expression));
  }

  private static ColumnPath known(ColumnPath source) {
    if (source.type().kind() == SqlKind.OTHER) {
      throw unsupported("the type of column '" + source.field().getName() + "'");
    }
    return source;
  }

  private static Value cast(Expression.Cast cast) {
    Value value = value(cast.child());
    ValueType from = value.type();
    Convert convert = Convert.of(from, cast.type());
    if (convert == null || cast.type().kind() == SqlKind.OTHER) {
      throw unsupported("a conversion of " + from.sql() + " to " + cast.type().sql());
    }
    // not folded: a constant that cannot be converted fails only where it is evaluated
    return from.equals(cast.type()) ? value : ValueReaders.converted(value, cast.type(), convert);
  }

  private static Value arithmetic(Expression.Arithmetic arithmetic) {
    ValueType type = arithmetic.type();
    if (type.kind() == SqlKind.OTHER) {
      throw unsupported("the operator " + arithmetic.operator() + " with such operands");
    }
    Value left = value(arithmetic.operands().get(0));
    return arithmetic.operands().size() == 1
        ? new ValueReaders.Negated(left, type)
        : new ValueReaders.Binary(
            arithmetic.operator(), left, value(arithmetic.operands().get(1)), type);
  }

  private static Test compare(Expression.Compare compare) {
    ValueType common = Coercion.common(compare.left().type(), compare.right().type());
    Filter.Operator operator = compare.operator();
    ColumnPath left = ColumnPath.of(compare.left());
    ColumnPath right = ColumnPath.of(compare.right());
    Test fast = null;
    if (left != null && compare.right() instanceof Expression.Literal literal) {
      fast = withConstant(left, operator, literal, common);
    } else if (right != null && compare.left() instanceof Expression.Literal literal) {
      fast = withConstant(right, operator.flipped(), literal, common);
    }
    return fast != null
        ? fast
        : new Evaluators.Compare(
            operator,
            ValueReaders.converted(value(compare.left()), common),
            ValueReaders.converted(value(compare.right()), common));
  }

  private static @Nullable Test withConstant(
      ColumnPath source, Filter.Operator operator, Expression.Literal literal, ValueType common) {
    Object value = literal.value();
    if (value == null) {
      return switch (operator) {
        case DISTINCT_FROM -> new Evaluators.ColumnIsNull(source, true);
        case NOT_DISTINCT_FROM -> new Evaluators.ColumnIsNull(source, false);
        default -> new Evaluators.Fixed(Test.NULL);
      };
    }
    ValueType type = form(source, common);
    if (type == null) {
      return null;
    }
    Object constant = Coercion.of(literal.type(), type).apply(value);
    return constant == null
        ? null
        : type.kind().isBytes()
            ? Keyed.bytes(source, operator, (String) constant)
            : Keyed.compare(source, operator, constant);
  }

  /** The type in which a column's keys can be compared with a constant as they are, or null. */
  private static @Nullable ValueType form(ColumnPath source, ValueType common) {
    ValueType type = source.type();
    boolean whole = type.kind().isInteger() && type.kind().isLong();
    if (whole && common.kind().isInteger() && common.kind().isLong()) {
      return common;
    }
    boolean same = type.equals(common) || (type.kind().isText() && common.kind().isText());
    if (!same) {
      return null;
    }
    ArrowType arrow = source.field().getType();
    boolean inOnePiece =
        switch (arrow.getTypeID()) {
          case Utf8View, BinaryView -> false;
          case Decimal -> ((ArrowType.Decimal) arrow).getBitWidth() == 128;
          default -> true;
        };
    return inOnePiece && (Keyed.hasKeys(type) || type.kind().isBytes()) ? common : null;
  }

  private static Test in(Expression.In in) {
    Expression.Members members = in.members();
    ValueType common = Coercion.common(in.child().type(), members.type());
    Convert convert = Coercion.of(members.type(), common);
    List<@Nullable Object> converted = new ArrayList<>(members.values().size());
    for (Object member : members.values()) {
      converted.add(member == null ? null : convert.apply(member));
    }
    ColumnPath source = ColumnPath.of(in.child());
    ValueType form = source == null ? null : form(source, common);
    if (source != null && form != null && !converted.isEmpty()) {
      return form.kind().isBytes()
          ? Keyed.inBytes(source, converted, in.negated())
          : Keyed.in(source, converted, in.negated());
    }
    return new Evaluators.In(
        ValueReaders.converted(value(in.child()), common), converted, in.negated());
  }

  private static UnsupportedFilterException unsupported(String what) {
    return new UnsupportedFilterException("A filter with " + what + " is not supported");
  }
}
