package io.vgi.pushdown;

import io.vgi.type.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value that a {@link Filter} speaks of. Immutable. */
public sealed interface Term {
  /** The type of the value. */
  SqlType type();

  /**
   * A column of the scan.
   *
   * @param name its name
   * @param position its position among all columns of the scan, projected or not
   * @param type its type
   */
  record ColumnRef(String name, int position, SqlType type) implements Term {
    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /**
   * A member of a struct.
   *
   * @param struct the struct
   * @param name the member's name
   * @param type the member's type
   */
  record Member(Term struct, String name, SqlType type) implements Term {
    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /**
   * A constant.
   *
   * @param value the value in its natural Java type, or null
   * @param type its type
   */
  record Constant(@Nullable Object value, SqlType type) implements Term {
    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /**
   * A value converted.
   *
   * @param term the value
   * @param type the type it is converted to
   */
  record Cast(Term term, SqlType type) implements Term {
    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /**
   * A function applied; operators are called as SQL writes them: {@code +}, {@code -}.
   *
   * @param function the function's name
   * @param arguments the arguments
   * @param type the type of the result
   */
  record Call(String function, List<Term> arguments, SqlType type) implements Term {
    /** Copies {@code arguments}. */
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /**
   * A condition used as a BOOLEAN.
   *
   * @param filter the condition
   */
  record Truth(Filter filter) implements Term {
    @Override
    public SqlType type() {
      return SqlType.BOOLEAN;
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }
}
