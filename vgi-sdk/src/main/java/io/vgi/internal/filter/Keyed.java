package io.vgi.internal.filter;

import io.vgi.pushdown.Filter;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Conditions on one column that need no objects: by the keys or the bytes of its values. */
final class Keyed {
  private Keyed() {}

  static boolean hasKeys(ValueType type) {
    return Keys.exist(type);
  }

  static Test compare(ColumnPath source, Filter.Operator operator, Object constant) {
    long key = Keys.of(constant, source.type().kind());
    long low = Long.MIN_VALUE;
    long high = Long.MAX_VALUE;
    boolean negated = false;
    switch (operator) {
      case EQ, NOT_DISTINCT_FROM -> {
        low = key;
        high = key;
      }
      case NE, DISTINCT_FROM -> {
        low = key;
        high = key;
        negated = true;
      }
      case LE -> high = key;
      case GE -> low = key;
      case LT -> {
        low = key;
        negated = true;
      }
      case GT -> {
        high = key;
        negated = true;
      }
    }
    int ofNull =
        operator == Filter.Operator.DISTINCT_FROM
            ? Test.TRUE
            : operator == Filter.Operator.NOT_DISTINCT_FROM ? Test.FALSE : Test.NULL;
    return new Within(source, low, high, negated, ofNull);
  }

  static Test in(ColumnPath source, List<@Nullable Object> members, boolean negated) {
    long[] keys = new long[members.size()];
    int size = 0;
    for (Object member : members) {
      if (member != null) {
        keys[size++] = Keys.of(member, source.type().kind());
      }
    }
    return new InKeys(source, new LongSet(keys, size), size < keys.length, negated);
  }

  static Test bytes(ColumnPath source, Filter.Operator operator, String constant) {
    return new CompareBytes(source, operator, Bytes.bytes(constant));
  }

  static Test inBytes(ColumnPath source, List<@Nullable Object> members, boolean negated) {
    return new InBytes(source, members, negated);
  }

  /** A condition on the values of one column or member. */
  private abstract static class OnKeys extends Test {
    private final ColumnPath source;
    private final int ofNull;
    private final boolean nested;
    private @Nullable Keys keys;

    OnKeys(ColumnPath source, int ofNull) {
      this.source = source;
      this.ofNull = ofNull;
      this.nested = source.isNested();
    }

    @Override
    final void bind(Columns columns) {
      FieldVector vector = source.bind(columns);
      keys = Keys.of(vector, source.type().kind());
    }

    abstract boolean holds(long key);

    abstract int truth(long key);

    @Override
    final int at(int row) {
      Keys bound = keys;
      if (bound == null || (nested ? source.isNull(row) : bound.isNull(row))) {
        return ofNull;
      }
      return truth(bound.at(row));
    }

    @Override
    final int narrow(int[] selected, int count) {
      Keys bound = keys;
      if (bound == null || nested || ofNull == TRUE) {
        return super.narrow(selected, count);
      }
      int kept = 0;
      for (int i = 0; i < count; i++) {
        int row = selected[i];
        if (!bound.isNull(row) && holds(bound.at(row))) {
          selected[kept++] = row;
        }
      }
      return kept;
    }
  }

  private static final class Within extends OnKeys {
    private final long low;
    private final long high;
    private final boolean negated;

    Within(ColumnPath source, long low, long high, boolean negated, int ofNull) {
      super(source, ofNull);
      this.low = low;
      this.high = high;
      this.negated = negated;
    }

    @Override
    boolean holds(long key) {
      return (key >= low && key <= high) != negated;
    }

    @Override
    int truth(long key) {
      return of(holds(key));
    }
  }

  private static final class InKeys extends OnKeys {
    private final LongSet members;
    private final boolean negated;
    private final int missing;

    InKeys(ColumnPath source, LongSet members, boolean nulls, boolean negated) {
      super(source, NULL);
      this.members = members;
      this.negated = negated;
      this.missing = nulls ? NULL : of(negated);
    }

    @Override
    boolean holds(long key) {
      return truth(key) == TRUE;
    }

    @Override
    int truth(long key) {
      return members.contains(key) ? of(!negated) : missing;
    }
  }

  private static final class CompareBytes extends Test {
    private final ColumnPath source;
    private final Filter.Operator operator;
    private final byte[] constant;
    private final boolean equality;
    private @Nullable Spans spans;

    CompareBytes(ColumnPath source, Filter.Operator operator, byte[] constant) {
      this.source = source;
      this.operator = operator;
      this.constant = constant;
      this.equality =
          switch (operator) {
            case EQ, NE, DISTINCT_FROM, NOT_DISTINCT_FROM -> true;
            default -> false;
          };
    }

    @Override
    void bind(Columns columns) {
      spans = Spans.of(source.bind(columns));
    }

    @Override
    int at(int row) {
      Spans bound = spans;
      if (bound == null || source.isNull(row)) {
        return operator == Filter.Operator.DISTINCT_FROM
            ? TRUE
            : operator == Filter.Operator.NOT_DISTINCT_FROM ? FALSE : NULL;
      }
      bound.move(row);
      int order = equality && bound.length() != constant.length ? 1 : bound.compareTo(constant);
      return of(Evaluators.Compare.holds(operator, order));
    }
  }

  private static final class InBytes extends Test {
    private final ColumnPath source;
    private final ByteSet members;
    private final int found;
    private final int missing;
    private @Nullable Spans spans;

    InBytes(ColumnPath source, List<@Nullable Object> members, boolean negated) {
      this.source = source;
      this.members = new ByteSet(members.size());
      boolean nulls = false;
      for (Object member : members) {
        if (member == null) {
          nulls = true;
        } else {
          this.members.add(Bytes.bytes((String) member));
        }
      }
      this.found = of(!negated);
      this.missing = nulls ? NULL : of(negated);
    }

    @Override
    void bind(Columns columns) {
      spans = Spans.of(source.bind(columns));
    }

    @Override
    int at(int row) {
      Spans bound = spans;
      if (bound == null || source.isNull(row)) {
        return NULL;
      }
      bound.move(row);
      return members.contains(bound) ? found : missing;
    }
  }
}
