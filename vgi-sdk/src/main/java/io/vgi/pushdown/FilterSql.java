package io.vgi.pushdown;

import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Translates filters to the SQL of another system. What is said exactly is TRUE, FALSE and NULL
 * where the filter is; what is said wider is TRUE at least where the filter is TRUE. Null is what
 * cannot be said.
 */
final class FilterSql {
  private static final String EVERYTHING = "1 = 1";

  private final SqlDialect dialect;
  private final SqlTerms terms;

  private FilterSql(SqlDialect dialect, SqlTerms terms) {
    this.dialect = dialect;
    this.terms = terms;
  }

  static SqlCondition of(
      Filter filter, SqlDialect dialect, Function<String, @Nullable String> columns) {
    FilterSql sql = new FilterSql(dialect, new SqlTerms(dialect, columns));
    List<String> texts = new ArrayList<>();
    List<Object> parameters = new ArrayList<>();
    List<Filter> rest = new ArrayList<>();
    for (Filter condition : conditions(filter)) {
      SqlText exact = sql.said(condition, true);
      SqlText said = exact == null ? sql.said(condition, false) : exact;
      boolean fits =
          said != null && parameters.size() + said.parameters().size() <= dialect.maxParameters();
      if (said != null && fits) {
        texts.add(said.text());
        parameters.addAll(said.parameters());
      }
      if (exact == null || !fits) {
        rest.add(condition);
      }
    }
    String text = texts.isEmpty() ? EVERYTHING : String.join(" AND ", texts);
    return new SqlCondition(text, parameters, all(rest));
  }

  private static List<Filter> conditions(Filter filter) {
    if (filter instanceof Filter.All) {
      return List.of();
    } else if (filter instanceof Filter.And and) {
      return and.children().stream().flatMap(child -> conditions(child).stream()).toList();
    }
    return List.of(filter);
  }

  private static Filter all(List<Filter> conditions) {
    return conditions.isEmpty()
        ? new Filter.All()
        : conditions.size() == 1 ? conditions.get(0) : new Filter.And(conditions);
  }

  private @Nullable SqlText said(Filter filter, boolean exact) {
    if (filter instanceof Filter.And and) {
      return junction(and.children(), " AND ", exact, exact);
    } else if (filter instanceof Filter.Or or) {
      return junction(or.children(), " OR ", exact, true);
    } else if (filter instanceof Filter.Not not) {
      // the opposite of something wider would be narrower
      return SqlText.of("(NOT ", said(not.filter(), true), ")");
    } else if (filter instanceof Filter.Compare compare) {
      boolean truth = SqlValues.of(compare.left().type()) == SqlValues.BOOLEAN;
      return truth ? truth(compare) : compare(compare, exact);
    } else if (filter instanceof Filter.In in) {
      return in(in, exact);
    } else if (filter instanceof Filter.IsNull test) {
      boolean known = dialect.compares(SqlValues.of(test.term().type()));
      String word = test.negated() ? " IS NOT NULL)" : " IS NULL)";
      return known ? SqlText.of("(", terms.term(test.term()), word) : null;
    } else if (filter instanceof Filter.Holds holds) {
      return holds.term() instanceof Term.Call call ? terms.test(call, exact) : truth(holds.term());
    }
    return null;
  }

  /**
   * Conditions joined by {@code word}.
   *
   * @param all whether there is nothing to say when one of them cannot be said
   */
  private @Nullable SqlText junction(
      List<Filter> children, String word, boolean exact, boolean all) {
    List<SqlText> parts = new ArrayList<>();
    for (Filter child : children) {
      SqlText said = said(child, true);
      if (said == null && !exact) {
        said = said(child, false);
      }
      if (said != null) {
        parts.add(said);
      } else if (all) {
        return null;
      }
    }
    return parts.isEmpty() ? null : SqlText.joined(parts, word);
  }

  private @Nullable SqlText compare(Filter.Compare compare, boolean exact) {
    SqlType type = compare.left().type();
    SqlValues kind = SqlValues.of(type);
    Filter.Operator operator = compare.operator();
    if (!SqlValues.areComparable(type, compare.right().type())
        || !(exact ? dialect.compares(kind) : dialect.widens(kind))) {
      return null;
    }
    boolean constant =
        compare.left() instanceof Term.Constant || compare.right() instanceof Term.Constant;
    SqlText left = terms.term(compare.left());
    SqlText right = terms.term(compare.right());
    if (kind == SqlValues.TEXT && exact) {
      return texts(compare, constant);
    }
    // columns of two collations may not be compared at all
    boolean said = exact || (isWidened(operator, kind) && (constant || kind != SqlValues.TEXT));
    return said ? operation(left, operator, right) : null;
  }

  /** Whether the operator is true for more values where more of them are equal. */
  private static boolean isWidened(Filter.Operator operator, SqlValues kind) {
    return switch (operator) {
      case EQ, NOT_DISTINCT_FROM -> true;
      case NE, DISTINCT_FROM -> false;
      case LT, LE, GT, GE -> kind != SqlValues.TEXT; // whose order is another
    };
  }

  private @Nullable SqlText texts(Filter.Compare compare, boolean constant) {
    SqlText left = terms.term(compare.left());
    SqlText right = terms.term(compare.right());
    Filter.Operator operator = compare.operator();
    boolean order =
        switch (operator) {
          case LT, LE, GT, GE -> true;
          default -> false;
        };
    if (order && dialect == SqlDialect.SQLITE) {
      return null; // the bytes it compares are those of the database's encoding
    } else if (order && dialect == SqlDialect.POSTGRESQL) {
      return operation(utf8(left), operator, utf8(right)); // where they are as well
    }
    SqlText bytes = operation(terms.byBytes(left), operator, terms.byBytes(right));
    return dialect == SqlDialect.POSTGRESQL && operator == Filter.Operator.EQ && constant
        ? indexed(operation(left, operator, right), bytes)
        : bytes;
  }

  /** An index has the column's own collation, by which equal bytes are equal as well. */
  private static @Nullable SqlText indexed(@Nullable SqlText collated, @Nullable SqlText bytes) {
    return SqlText.of("(", collated, " AND ", bytes, ")");
  }

  private static @Nullable SqlText utf8(@Nullable SqlText text) {
    return SqlText.of("convert_to(", text, ", 'UTF8')");
  }

  private @Nullable SqlText operation(
      @Nullable SqlText left, Filter.Operator operator, @Nullable SqlText right) {
    boolean distinct =
        operator == Filter.Operator.DISTINCT_FROM || operator == Filter.Operator.NOT_DISTINCT_FROM;
    boolean negated = operator == Filter.Operator.DISTINCT_FROM;
    if (distinct && dialect == SqlDialect.MYSQL) {
      return SqlText.of(negated ? "(NOT (" : "((", left, " <=> ", right, "))");
    } else if (distinct && dialect == SqlDialect.SQLITE) {
      return SqlText.of("(", left, negated ? " IS NOT " : " IS ", right, ")");
    }
    String sql = operator == Filter.Operator.NE ? "<>" : operator.sql();
    return SqlText.of("(", left, " " + sql + " ", right, ")");
  }

  private @Nullable SqlText in(Filter.In in, boolean exact) {
    SqlValues kind = SqlValues.of(in.term().type());
    boolean able = exact ? dialect.compares(kind) : dialect.widens(kind) && !in.negated();
    if (!able
        || kind == SqlValues.BOOLEAN
        || in.values().isEmpty()
        || in.values().size() > dialect.maxParameters()
        || !SqlValues.areComparable(in.term().type(), in.type())) {
      return null;
    }
    List<SqlText> members = new ArrayList<>(in.values().size());
    for (Object value : in.values()) {
      SqlText member = terms.constant(value, in.type());
      if (member == null) {
        return null;
      }
      members.add(member);
    }
    SqlText list = SqlText.listed(members);
    SqlText term = terms.term(in.term());
    String word = in.negated() ? " NOT IN " : " IN ";
    SqlText collated = SqlText.of("(", term, word, list, ")");
    if (kind != SqlValues.TEXT || !exact) {
      return collated;
    }
    SqlText bytes = SqlText.of("(", terms.byBytes(term), word, list, ")");
    boolean doubled = dialect == SqlDialect.POSTGRESQL && !in.negated();
    return doubled ? indexed(collated, bytes) : bytes;
  }

  /** A comparison with TRUE or FALSE; further ones differ where any number but 0 is true. */
  private @Nullable SqlText truth(Filter.Compare compare) {
    boolean flipped = compare.left() instanceof Term.Constant;
    Term tested = flipped ? compare.right() : compare.left();
    Term wanted = flipped ? compare.left() : compare.right();
    if (compare.operator() == Filter.Operator.EQ
        && wanted instanceof Term.Constant constant
        && constant.value() instanceof Boolean yes) {
      SqlText truth = truth(tested);
      return yes ? truth : SqlText.of("(NOT ", truth, ")");
    }
    return null;
  }

  private @Nullable SqlText truth(Term term) {
    if (!term.type().equals(SqlType.BOOLEAN)
        || !dialect.compares(SqlValues.BOOLEAN)
        || term instanceof Term.Constant) {
      return null;
    }
    SqlText said = terms.term(term);
    return switch (dialect) {
      case ANSI -> SqlText.of("(", said, " = TRUE)");
      case MYSQL, SQLITE -> SqlText.of("(", said, " <> 0)");
      case POSTGRESQL, DUCKDB -> said;
    };
  }
}
