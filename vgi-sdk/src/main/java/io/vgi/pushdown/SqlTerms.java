package io.vgi.pushdown;

import io.vgi.type.SqlType;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Translates terms to the SQL of another system; null is what cannot be said. */
final class SqlTerms {
  private static final Set<String> ARITHMETICS = Set.of("+", "-", "*");

  private final SqlDialect dialect;
  private final Function<String, @Nullable String> columns;

  SqlTerms(SqlDialect dialect, Function<String, @Nullable String> columns) {
    this.dialect = dialect;
    this.columns = columns;
  }

  @Nullable SqlText term(Term term) {
    boolean duckDb = dialect == SqlDialect.DUCKDB;
    if (term instanceof Term.ColumnRef column) {
      return isKnown(column.type()) ? SqlText.of(columns.apply(column.name())) : null;
    } else if (term instanceof Term.Constant constant) {
      return constant(constant.value(), constant.type());
    } else if (term instanceof Term.Cast cast) {
      return cast(cast);
    } else if (term instanceof Term.Member member && duckDb) {
      String name = member.name().replace("'", "''");
      return SqlText.of("struct_extract(", term(member.struct()), ", '" + name + "')");
    } else if (term instanceof Term.Call call && duckDb) {
      return arithmetics(call);
    }
    return null;
  }

  private boolean isKnown(SqlType type) {
    SqlValues kind = SqlValues.of(type);
    return dialect == SqlDialect.DUCKDB || dialect.compares(kind) || dialect.widens(kind);
  }

  /** A conversion; one that only makes room for larger numbers changes no value. */
  private @Nullable SqlText cast(Term.Cast cast) {
    SqlType from = cast.term().type();
    SqlText inner = term(cast.term());
    if (SqlValues.isWidening(from, cast.type())) {
      return inner;
    }
    boolean known =
        dialect == SqlDialect.DUCKDB
            && SqlValues.of(from) != SqlValues.OTHER
            && SqlValues.of(cast.type()) != SqlValues.OTHER;
    return known ? SqlText.of("CAST(", inner, " AS " + cast.type().sql() + ")") : null;
  }

  private @Nullable SqlText arithmetics(Term.Call call) {
    List<Term> operands = call.arguments();
    boolean known =
        ARITHMETICS.contains(call.function())
            && operands.size() == 2
            && operands.stream().allMatch(one -> SqlValues.of(one.type()) != SqlValues.OTHER);
    return known
        ? SqlText.of(
            "(", term(operands.get(0)), " " + call.function() + " ", term(operands.get(1)), ")")
        : null;
  }

  @Nullable SqlText constant(@Nullable Object value, SqlType type) {
    SqlValues kind = SqlValues.of(type);
    boolean typed = dialect == SqlDialect.DUCKDB;
    if (kind == SqlValues.OTHER) {
      return null;
    } else if (value == null) {
      // the standard has no NULL without a type
      return switch (dialect) {
        case ANSI -> null;
        case DUCKDB -> SqlText.of("CAST(NULL AS " + type.sql() + ")");
        default -> SqlText.of("NULL");
      };
    }
    Object parameter = kind.parameter(value, dialect);
    if (parameter == null) {
      return null;
    }
    String mark = typed ? "CAST(? AS " + type.sql() + ")" : "?";
    return new SqlText(mark, List.of(parameter));
  }

  /** A text that is compared by its bytes, whatever the collation of its column. */
  @Nullable SqlText byBytes(@Nullable SqlText text) {
    return switch (dialect) {
      case POSTGRESQL, DUCKDB -> SqlText.of("(", text, " COLLATE \"C\")");
      case SQLITE -> SqlText.of("(", text, " COLLATE BINARY)");
      default -> text;
    };
  }

  /** A function that is a condition: of two texts, or of a list in DuckDB. */
  @Nullable SqlText test(Term.Call call, boolean exact) {
    if (call.arguments().size() != 2) {
      return null;
    }
    Term whole = call.arguments().get(0);
    Term part = call.arguments().get(1);
    boolean texts =
        whole.type().equals(SqlType.VARCHAR)
            && part instanceof Term.Constant constant
            && SqlValues.TEXT.parameter(String.valueOf(constant.value()), dialect) != null;
    boolean wanted = exact == dialect.compares(SqlValues.TEXT);
    return switch (dialect) {
      case ANSI -> null; // a collation may take several characters for one
      case MYSQL -> texts && wanted ? like(term(whole), call) : null;
      case POSTGRESQL -> texts && wanted ? like(byBytes(term(whole)), call) : null;
      case SQLITE -> texts ? position(call, exact) : null;
      case DUCKDB -> {
        SqlText tested = texts ? byBytes(term(whole)) : term(whole);
        yield exact && (texts || call.function().equals("list_contains"))
            ? SqlText.of(call.function() + "(", tested, ", ", term(part), ")")
            : null;
      }
    };
  }

  private static @Nullable SqlText like(@Nullable SqlText whole, Term.Call call) {
    if (!(call.arguments().get(1) instanceof Term.Constant constant)
        || !(constant.value() instanceof String part)) {
      return null;
    }
    String escaped = part.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    String pattern =
        switch (call.function()) {
          case "starts_with" -> escaped + "%";
          case "ends_with" -> "%" + escaped;
          case "contains" -> "%" + escaped + "%";
          default -> null;
        };
    return pattern == null
        ? null
        : SqlText.of("(", whole, " LIKE ", new SqlText("?", List.of(pattern)), " ESCAPE '!')");
  }

  /** Where a part begins: SQLite's LIKE has no regard for case and ends at NUL. */
  private @Nullable SqlText position(Term.Call call, boolean exact) {
    String test =
        switch (call.function()) {
          case "starts_with" -> " = 1)";
          case "contains" -> " > 0)";
          // the last of several places is not known
          case "ends_with" -> exact ? null : " > 0)";
          default -> null;
        };
    List<Term> arguments = call.arguments();
    return test == null
        ? null
        : SqlText.of("(instr(", term(arguments.get(0)), ", ", term(arguments.get(1)), ")", test);
  }
}
