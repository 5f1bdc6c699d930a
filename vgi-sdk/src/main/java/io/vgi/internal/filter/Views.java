package io.vgi.internal.filter;

import io.vgi.pushdown.Filter;
import io.vgi.pushdown.Term;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/** Expressions as functions see them. */
final class Views {
  private Views() {}

  static Filter filter(Expression expression) {
    if (expression instanceof Expression.Junction junction) {
      List<Filter> children = new ArrayList<>(junction.children().size());
      for (Expression child : junction.children()) {
        children.add(filter(child));
      }
      return junction.and() ? new Filter.And(children) : new Filter.Or(children);
    } else if (expression instanceof Expression.Not not) {
      return new Filter.Not(filter(not.child()));
    } else if (expression instanceof Expression.Compare compare) {
      return new Filter.Compare(term(compare.left()), compare.operator(), term(compare.right()));
    } else if (expression instanceof Expression.In in) {
      Expression.Members members = in.members();
      SqlType type = SqlType.of(members.field());
      return new Filter.In(term(in.child()), members.naturals(), type, in.negated());
    } else if (expression instanceof Expression.IsNull isNull) {
      return new Filter.IsNull(term(isNull.child()), isNull.negated());
    }
    return new Filter.Holds(term(expression));
  }

  private static Term term(Expression expression) {
    if (expression instanceof Expression.Column column) {
      Field field = column.field();
      return new Term.ColumnRef(field.getName(), column.position(), SqlType.of(field));
    } else if (expression instanceof Expression.Member member) {
      Field field = member.field();
      return new Term.Member(term(member.struct()), field.getName(), SqlType.of(field));
    } else if (expression instanceof Expression.Literal literal) {
      return new Term.Constant(literal.natural(), SqlType.of(literal.field()));
    } else if (expression instanceof Expression.Cast cast) {
      return new Term.Cast(term(cast.child()), SqlType.of(cast.field()));
    } else if (expression instanceof Expression.Arithmetic arithmetic) {
      String operator = String.valueOf(arithmetic.operator());
      return new Term.Call(operator, terms(arithmetic.operands()), type(arithmetic.type()));
    } else if (expression instanceof Expression.Call call) {
      return new Term.Call(call.function(), terms(call.arguments()), SqlType.BOOLEAN);
    }
    return new Term.Truth(filter(expression));
  }

  private static List<Term> terms(List<Expression> expressions) {
    List<Term> terms = new ArrayList<>(expressions.size());
    for (Expression expression : expressions) {
      terms.add(term(expression));
    }
    return terms;
  }

  /** The type of a computed number or date. */
  private static SqlType type(ValueType type) {
    return switch (type.kind()) {
      case TINYINT -> SqlType.TINYINT;
      case UTINYINT -> SqlType.UTINYINT;
      case SMALLINT -> SqlType.SMALLINT;
      case USMALLINT -> SqlType.USMALLINT;
      case INTEGER -> SqlType.INTEGER;
      case UINTEGER -> SqlType.UINTEGER;
      case BIGINT -> SqlType.BIGINT;
      case UBIGINT -> SqlType.UBIGINT;
      case HUGEINT -> SqlType.HUGEINT;
      case UHUGEINT -> SqlType.UHUGEINT;
      case DECIMAL -> SqlType.decimal(type.width(), type.scale());
      case FLOAT -> SqlType.FLOAT;
      case DOUBLE -> SqlType.DOUBLE;
      case DATE -> SqlType.DATE;
      default -> SqlType.ANY;
    };
  }

  /** Adds the positions of the columns that {@code expression} reads. */
  static void columns(Expression expression, BitSet columns) {
    if (expression instanceof Expression.Column column) {
      columns.set(column.position());
    } else if (expression instanceof Expression.Member member) {
      columns(member.struct(), columns);
    } else if (expression instanceof Expression.Compare compare) {
      columns(compare.left(), columns);
      columns(compare.right(), columns);
    } else if (expression instanceof Expression.Junction junction) {
      columns(junction.children(), columns);
    } else if (expression instanceof Expression.Not not) {
      columns(not.child(), columns);
    } else if (expression instanceof Expression.IsNull isNull) {
      columns(isNull.child(), columns);
    } else if (expression instanceof Expression.In in) {
      columns(in.child(), columns);
    } else if (expression instanceof Expression.Cast cast) {
      columns(cast.child(), columns);
    } else if (expression instanceof Expression.Arithmetic arithmetic) {
      columns(arithmetic.operands(), columns);
    } else if (expression instanceof Expression.Call call) {
      columns(call.arguments(), columns);
    }
  }

  private static void columns(List<Expression> expressions, BitSet columns) {
    for (Expression expression : expressions) {
      columns(expression, columns);
    }
  }
}
