package io.vgi.internal.filter;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A column, or a member at any depth of a column's structs. */
final class ColumnPath {
  private final Expression.Column column;
  private final int[] path;
  private final Field field;
  private final ValueType type;
  private FieldVector @Nullable [] vectors;

  private ColumnPath(Expression.Column column, int[] path, Field field, ValueType type) {
    this.column = column;
    this.path = path;
    this.field = field;
    this.type = type;
  }

  /** What {@code expression} reads from, or null if it is neither a column nor a member of one. */
  static @Nullable ColumnPath of(Expression expression) {
    List<Integer> path = new ArrayList<>();
    Expression at = expression;
    while (at instanceof Expression.Member member) {
      path.add(0, member.index());
      at = member.struct();
    }
    if (!(at instanceof Expression.Column column)) {
      return null;
    }
    int[] steps = new int[path.size()];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = path.get(i);
    }
    Field field = expression instanceof Expression.Member member ? member.field() : column.field();
    return new ColumnPath(column, steps, field, expression.type());
  }

  ValueType type() {
    return type;
  }

  Field field() {
    return field;
  }

  /** Whether it is a member, whose NULLs are also those of the structs around it. */
  boolean isNested() {
    return path.length > 0;
  }

  /** The vector of the values; their NULLs may be those of {@link #isNull} around it. */
  FieldVector bind(Columns columns) {
    FieldVector[] bound = new FieldVector[path.length + 1];
    bound[0] = columns.get(column.position(), column.field().getName());
    for (int i = 0; i < path.length; i++) {
      bound[i + 1] = bound[i].getChildrenFromFields().get(path[i]);
    }
    vectors = bound;
    return bound[path.length];
  }

  boolean isNull(int row) {
    FieldVector[] bound = vectors;
    if (bound == null) {
      throw new IllegalStateException("not bound");
    }
    for (int i = 0; i < path.length; i++) {
      if (bound[i].isNull(row)) {
        return true;
      }
    }
    return type.kind() == SqlKind.UNION
        ? Operands.read(bound[path.length], type, row) == null
        : bound[path.length].isNull(row);
  }
}
