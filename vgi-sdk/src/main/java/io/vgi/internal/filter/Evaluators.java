package io.vgi.internal.filter;

import io.vgi.pushdown.Filter;
import io.vgi.pushdown.FilterFunction;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Evaluators of conditions, for values of any type. */
final class Evaluators {
  private Evaluators() {}

  /** The same for every row. */
  static final class Fixed extends Test {
    private final int truth;

    Fixed(int truth) {
      this.truth = truth;
    }

    @Override
    void bind(Columns columns) {}

    @Override
    int at(int row) {
      return truth;
    }
  }

  /** A BOOLEAN value as a condition. */
  static final class OfValue extends Test {
    private final Value value;

    OfValue(Value value) {
      this.value = value;
    }

    @Override
    void bind(Columns columns) {
      value.bind(columns);
    }

    @Override
    int at(int row) {
      Object truth = value.at(row);
      return truth == null ? NULL : of((Boolean) truth);
    }
  }

  /** NOT. */
  static final class Not extends Test {
    private final Test test;

    Not(Test test) {
      this.test = test;
    }

    @Override
    void bind(Columns columns) {
      test.bind(columns);
    }

    @Override
    int at(int row) {
      int truth = test.at(row);
      return truth == NULL ? NULL : truth ^ 1;
    }
  }

  /** AND, or OR: the first child that decides ends it. */
  static final class Junction extends Test {
    private final Test[] children;
    private final int decisive;

    Junction(boolean and, Test[] children) {
      this.children = children;
      this.decisive = and ? FALSE : TRUE;
    }

    @Override
    void bind(Columns columns) {
      for (Test child : children) {
        child.bind(columns);
      }
    }

    @Override
    int at(int row) {
      int truth = decisive ^ 1;
      for (Test child : children) {
        int one = child.at(row);
        if (one == decisive) {
          return decisive;
        } else if (one == NULL) {
          truth = NULL;
        }
      }
      return truth;
    }

    @Override
    int narrow(int[] selected, int count) {
      if (decisive == TRUE) {
        return super.narrow(selected, count);
      }
      int left = count;
      for (Test child : children) {
        left = child.narrow(selected, left);
      }
      return left;
    }
  }

  /** IS NULL of a column, whatever its type. */
  static final class ColumnIsNull extends Test {
    private final ColumnPath source;
    private final boolean negated;

    ColumnIsNull(ColumnPath source, boolean negated) {
      this.source = source;
      this.negated = negated;
    }

    @Override
    void bind(Columns columns) {
      source.bind(columns);
    }

    @Override
    int at(int row) {
      return of(source.isNull(row) != negated);
    }
  }

  /** IS NULL. */
  static final class IsNull extends Test {
    private final Value value;
    private final boolean negated;

    IsNull(Value value, boolean negated) {
      this.value = value;
      this.negated = negated;
    }

    @Override
    void bind(Columns columns) {
      value.bind(columns);
    }

    @Override
    int at(int row) {
      return of((value.at(row) == null) != negated);
    }
  }

  /** Two values of one type compared. */
  static final class Compare extends Test {
    private final Filter.Operator operator;
    private final Value left;
    private final Value right;

    Compare(Filter.Operator operator, Value left, Value right) {
      this.operator = operator;
      this.left = left;
      this.right = right;
    }

    @Override
    void bind(Columns columns) {
      left.bind(columns);
      right.bind(columns);
    }

    @Override
    int at(int row) {
      Object a = left.at(row);
      Object b = right.at(row);
      if (a == null || b == null) {
        return switch (operator) {
          case DISTINCT_FROM -> of(a != b);
          case NOT_DISTINCT_FROM -> of(a == b);
          default -> NULL;
        };
      }
      return of(holds(operator, Order.compare(left.type(), a, b)));
    }

    static boolean holds(Filter.Operator operator, int order) {
      return switch (operator) {
        case EQ, NOT_DISTINCT_FROM -> order == 0;
        case NE, DISTINCT_FROM -> order != 0;
        case LT -> order < 0;
        case LE -> order <= 0;
        case GT -> order > 0;
        case GE -> order >= 0;
      };
    }
  }

  /** IN a set. */
  static final class In extends Test {
    private final Value value;
    private final TreeSet<Object> members;
    private final int found;
    private final int missing;
    private final int empty;

    In(Value value, List<@Nullable Object> members, boolean negated) {
      this.value = value;
      ValueType type = value.type();
      this.members = new TreeSet<>((a, b) -> Order.compare(type, a, b));
      boolean nulls = false;
      for (Object member : members) {
        if (member == null) {
          nulls = true;
        } else {
          this.members.add(member);
        }
      }
      this.found = of(!negated);
      this.missing = nulls ? NULL : of(negated);
      this.empty = members.isEmpty() ? of(negated) : NULL;
    }

    @Override
    void bind(Columns columns) {
      value.bind(columns);
    }

    @Override
    int at(int row) {
      Object sought = value.at(row);
      return sought == null ? empty : members.contains(sought) ? found : missing;
    }
  }

  /** A function of the scan's own, on natural values. */
  static final class Extension extends Test {
    private final FilterFunction function;
    private final List<@Nullable ColumnPath> sources;
    private final List<@Nullable Object> values;
    private final List<ValueCodec.@Nullable Reader<Object>> readers;

    Extension(FilterFunction function, List<Expression> arguments) {
      this.function = function;
      this.sources = new ArrayList<>();
      this.values = new ArrayList<>();
      this.readers = new ArrayList<>();
      for (Expression argument : arguments) {
        ColumnPath source = ColumnPath.of(argument);
        if (source == null && !(argument instanceof Expression.Literal)) {
          throw new UnsupportedFilterException(
              "A filter that calls "
                  + function.name()
                  + " with anything but columns and constants is not supported");
        }
        sources.add(source);
        values.add(argument instanceof Expression.Literal literal ? literal.natural() : null);
        readers.add(null);
      }
    }

    @Override
    void bind(Columns columns) {
      for (int i = 0; i < readers.size(); i++) {
        ColumnPath source = sources.get(i);
        FieldVector vector = source == null ? null : source.bind(columns);
        readers.set(
            i,
            source == null || vector == null
                ? null
                : ValueCodec.natural(SqlType.of(source.field())).reader(vector));
      }
    }

    @Override
    int at(int row) {
      for (int i = 0; i < readers.size(); i++) {
        ColumnPath source = sources.get(i);
        ValueCodec.Reader<Object> reader = readers.get(i);
        if (source != null && reader != null) {
          values.set(i, source.isNull(row) ? null : reader.get(row));
        }
      }
      Boolean truth = function.test().test(values);
      return truth == null ? NULL : of(truth);
    }
  }
}
