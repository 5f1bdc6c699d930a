package io.vgi.pushdown;

import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the rows of a scan, as a tree of records that a function may walk.
 *
 * <p>What a scan is given is {@link All} or an {@link And} of the engine's conditions, one child
 * for each. SQL's logic of three values holds: a row satisfies a filter that is TRUE, not one that
 * is NULL. Constants are the natural Java values of the table at {@link io.vgi.type.ValueCodec}.
 * {@link #range} and {@link #values} answer the usual questions, always on the safe side: no row
 * outside of what they answer satisfies the filter. {@link #toSql} says it in another system's SQL;
 * {@link #text} is SQL for people to read. Immutable and safe to share between threads.
 */
public sealed interface Filter {
  /** Every row. */
  record All() implements Filter {
    @Override
    public String toString() {
      return text();
    }
  }

  /**
   * All of some conditions.
   *
   * @param children the conditions, at least one
   */
  record And(List<Filter> children) implements Filter {
    /** Copies {@code children}. */
    public And {
      children = List.copyOf(children);
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /**
   * At least one of some conditions.
   *
   * @param children the conditions, at least one
   */
  record Or(List<Filter> children) implements Filter {
    /** Copies {@code children}. */
    public Or {
      children = List.copyOf(children);
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /**
   * The opposite of a condition; of NULL it is NULL.
   *
   * @param filter the condition
   */
  record Not(Filter filter) implements Filter {
    @Override
    public String toString() {
      return text();
    }
  }

  /**
   * Two terms compared.
   *
   * @param left the term on the left, most often a column
   * @param operator how they are compared
   * @param right the term on the right, most often a constant
   */
  record Compare(Term left, Operator operator, Term right) implements Filter {
    @Override
    public String toString() {
      return text();
    }
  }

  /**
   * {@code IN} a list of values.
   *
   * @param term what is looked for
   * @param values the values in their natural Java types; NULLs may be among them
   * @param type the type of the values
   * @param negated whether it is {@code NOT IN}
   */
  record In(Term term, List<@Nullable Object> values, SqlType type, boolean negated)
      implements Filter {
    /** Copies {@code values}. */
    public In {
      values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /**
   * {@code IS NULL}.
   *
   * @param term what is tested
   * @param negated whether it is {@code IS NOT NULL}
   */
  record IsNull(Term term, boolean negated) implements Filter {
    @Override
    public String toString() {
      return text();
    }
  }

  /**
   * A term of type BOOLEAN is TRUE: a bare column, a function.
   *
   * @param term the term
   */
  record Holds(Term term) implements Filter {
    @Override
    public String toString() {
      return text();
    }
  }

  /** How two values are compared. */
  enum Operator {
    /** Equal. */
    EQ("="),
    /** Not equal. */
    NE("!="),
    /** Less. */
    LT("<"),
    /** Less or equal. */
    LE("<="),
    /** Greater. */
    GT(">"),
    /** Greater or equal. */
    GE(">="),
    /** Not equal, where NULL is a value; never NULL. */
    DISTINCT_FROM("IS DISTINCT FROM"),
    /** Equal, where NULL is a value; never NULL. */
    NOT_DISTINCT_FROM("IS NOT DISTINCT FROM");

    private final String sql;

    Operator(String sql) {
      this.sql = sql;
    }

    /** The operator as SQL writes it. */
    public String sql() {
      return sql;
    }

    /** The operator that says the same with its sides exchanged. */
    public Operator flipped() {
      return switch (this) {
        case LT -> GT;
        case LE -> GE;
        case GT -> LT;
        case GE -> LE;
        default -> this;
      };
    }
  }

  /** Whether every row satisfies it. */
  default boolean isAll() {
    return this instanceof All;
  }

  /** The bounds within which {@code column} lies in every row, as whole numbers. */
  default Range<Long> range(Column<?> column) {
    return range(column, Long.class);
  }

  /**
   * The bounds within which {@code column} lies in every row, in DuckDB's order. A bound that
   * {@code type} cannot hold counts as none: 2.5 as a Long, an infinite TIMESTAMP_S as a
   * LocalDateTime. Whole numbers and decimals are read as Long, Integer, BigInteger, BigDecimal or
   * Double, texts as String, DATE as LocalDate, TIME as LocalTime, timestamps as LocalDateTime or,
   * with a time zone, Instant, UUID as UUID.
   *
   * @throws IllegalArgumentException when {@code type} can hold no value of the column at all
   */
  default <T extends Comparable<? super T>> Range<T> range(Column<?> column, Class<T> type) {
    JavaTypes.checkOrdered(column.name(), column.type(), type);
    return range(column.name(), type);
  }

  /** As {@link #range(Column, Class)}, for a column or a member of a struct, as {@code "s.a"}. */
  default <T extends Comparable<? super T>> Range<T> range(String path, Class<T> type) {
    return Bounds.of(this, path, type);
  }

  /**
   * The values that {@code column} may have, if the filter names them: from {@code =}, {@code IN},
   * and these combined by AND and OR. Without repetition, in the order of the filter. An empty list
   * means that no row satisfies the filter. Equality is SQL's: a row with -0.0 or 1.50 satisfies a
   * filter on 0.0 or 1.5. Values of INTERVAL are never named.
   *
   * @throws IllegalArgumentException when {@code type} can hold no value of the column at all
   */
  default <T> Optional<List<T>> values(Column<?> column, Class<T> type) {
    JavaTypes.check(column.name(), column.type(), type);
    return values(column.name(), type);
  }

  /** As {@link #values(Column, Class)}, for a column or a member of a struct, as {@code "s.a"}. */
  default <T> Optional<List<T>> values(String path, Class<T> type) {
    return Optional.ofNullable(Values.of(this, path, type));
  }

  /** The names of the columns that conditions are set on, in the order of the filter. */
  default Set<String> columns() {
    return FilterText.columns(this);
  }

  /**
   * The condition in the SQL of another system, whose columns have the names that they have here.
   * What does not surely mean the same there is left in the rest.
   */
  default SqlCondition toSql(SqlDialect dialect) {
    return toSql(dialect, dialect::quote);
  }

  /**
   * As {@link #toSql(SqlDialect)}, with columns that are called otherwise there.
   *
   * @param columns gives, for the name of a column here, the SQL for it there, quoted if need be;
   *     null when there is none, which leaves the conditions on it in the rest
   */
  default SqlCondition toSql(SqlDialect dialect, Function<String, @Nullable String> columns) {
    return FilterSql.of(this, dialect, columns);
  }

  /** The condition as SQL for people to read; {@code (none)} for every row. */
  default String text() {
    return FilterText.of(this);
  }
}
