package io.vgi.internal.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions of the standard. */
final class Functions {
  private Functions() {}

  /** Refuses arguments that a function does not take. */
  static void check(String name, List<Expression> arguments) {
    if (arguments.size() != 2) {
      throw JsonObject.bad("function '" + name + "' takes two arguments, not " + arguments.size());
    }
    ValueType first = arguments.get(0).type();
    ValueType second = arguments.get(1).type();
    if (isList(name, first)) {
      if (first.kind() == SqlKind.LIST) {
        Coercion.check(first.element(), second);
      } else if (first.kind() != SqlKind.NULL && first.kind() != SqlKind.OTHER) {
        throw JsonObject.bad("function '" + name + "' takes a list, not " + first.sql());
      }
    } else if (!isText(first) || !isText(second)) {
      throw JsonObject.bad(
          "function '" + name + "' takes texts, not " + first.sql() + " and " + second.sql());
    }
  }

  private static boolean isList(String name, ValueType first) {
    return name.equals("list_contains")
        || (name.equals("contains") && first.kind() == SqlKind.LIST);
  }

  private static boolean isText(ValueType type) {
    return type.kind().isText() || type.kind() == SqlKind.NULL || type.kind() == SqlKind.OTHER;
  }

  static Test compile(String name, Value left, Value right) {
    if (left.type().kind() == SqlKind.OTHER || right.type().kind() == SqlKind.OTHER) {
      throw new UnsupportedFilterException(
          "A filter that calls " + name + " with " + left.type().sql() + " is not supported");
    } else if (left.type().kind() == SqlKind.NULL || right.type().kind() == SqlKind.NULL) {
      return new Evaluators.Fixed(Test.NULL);
    } else if (isList(name, left.type())) {
      ValueType element = left.type().element();
      ValueType common = Coercion.common(element, right.type());
      Convert elements = Coercion.of(element, common);
      return new ListContains(left, ValueReaders.converted(right, common), elements, common);
    }
    return new Texts(name.charAt(0), left, right);
  }

  /** {@code starts_with}, {@code ends_with} and {@code contains}, told apart by their initials. */
  private static final class Texts extends Test {
    private final char function;
    private final Value left;
    private final Value right;

    Texts(char function, Value left, Value right) {
      this.function = function;
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
      if (!(left.at(row) instanceof String text) || !(right.at(row) instanceof String part)) {
        return NULL;
      }
      return of(
          switch (function) {
            case 's' -> text.startsWith(part);
            case 'e' -> text.endsWith(part);
            default -> text.contains(part);
          });
    }
  }

  private static final class ListContains extends Test {
    private final Value list;
    private final Value wanted;
    private final Convert elements;
    private final ValueType type;

    ListContains(Value list, Value wanted, Convert elements, ValueType type) {
      this.list = list;
      this.wanted = wanted;
      this.elements = elements;
      this.type = type;
    }

    @Override
    void bind(Columns columns) {
      list.bind(columns);
      wanted.bind(columns);
    }

    @Override
    int at(int row) {
      Object value = wanted.at(row);
      if (!(list.at(row) instanceof @Nullable Object[] members) || value == null) {
        return NULL;
      }
      for (Object member : members) {
        Object converted = member == null ? null : elements.apply(member);
        if (converted != null && Order.compare(type, converted, value) == 0) {
          return TRUE;
        }
      }
      return FALSE;
    }
  }
}
