package io.vgi.pushdown;

import io.vgi.type.SqlType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Filters as SQL for people to read. */
final class FilterText {
  private static final int LISTED = 20;

  private final StringBuilder out = new StringBuilder();

  private FilterText() {}

  static String of(Filter filter) {
    FilterText text = new FilterText();
    if (filter instanceof Filter.And and) {
      text.joined(and.children(), " AND ");
    } else {
      text.filter(filter);
    }
    return text.out.toString();
  }

  static String of(Term term) {
    FilterText text = new FilterText();
    text.term(term);
    return text.out.toString();
  }

  private void filter(Filter filter) {
    if (filter instanceof Filter.All) {
      out.append("(none)");
    } else if (filter instanceof Filter.And and) {
      out.append('(');
      joined(and.children(), " AND ");
      out.append(')');
    } else if (filter instanceof Filter.Or or) {
      out.append('(');
      joined(or.children(), " OR ");
      out.append(')');
    } else if (filter instanceof Filter.Not not) {
      if (not.filter() instanceof Filter.Holds holds && isColumn(holds.term())) {
        term(holds.term());
        out.append(" = False");
      } else {
        out.append("NOT ");
        filter(not.filter());
      }
    } else if (filter instanceof Filter.Compare compare) {
      term(compare.left());
      out.append(' ').append(compare.operator().sql()).append(' ');
      term(compare.right());
    } else if (filter instanceof Filter.In in) {
      in(in);
    } else if (filter instanceof Filter.IsNull test) {
      term(test.term());
      out.append(test.negated() ? " IS NOT NULL" : " IS NULL");
    } else if (filter instanceof Filter.Holds holds) {
      term(holds.term());
      if (isColumn(holds.term())) {
        out.append(" = True");
      }
    }
  }

  private static boolean isColumn(Term term) {
    return term instanceof Term.ColumnRef || term instanceof Term.Member;
  }

  private void joined(List<Filter> children, String separator) {
    for (int i = 0; i < children.size(); i++) {
      out.append(i == 0 ? "" : separator);
      filter(children.get(i));
    }
  }

  private void in(Filter.In in) {
    term(in.term());
    out.append(in.negated() ? " NOT IN (" : " IN (");
    if (in.values().size() > LISTED) {
      out.append(in.values().size()).append(" values");
    } else {
      for (int i = 0; i < in.values().size(); i++) {
        out.append(i == 0 ? "" : ", ");
        value(in.values().get(i), in.type());
      }
    }
    out.append(')');
  }

  private void term(Term term) {
    if (term instanceof Term.ColumnRef column) {
      out.append(column.name());
    } else if (term instanceof Term.Member member) {
      term(member.struct());
      out.append('.').append(member.name());
    } else if (term instanceof Term.Constant constant) {
      value(constant.value(), constant.type());
    } else if (term instanceof Term.Cast cast) {
      out.append("CAST(");
      term(cast.term());
      out.append(" AS ").append(cast.type().sql()).append(')');
    } else if (term instanceof Term.Call call) {
      call(call);
    } else if (term instanceof Term.Truth truth) {
      out.append('(');
      filter(truth.filter());
      out.append(')');
    }
  }

  private void call(Term.Call call) {
    boolean operator = !Character.isLetter(call.function().charAt(0));
    if (operator && call.arguments().size() == 2) {
      out.append('(');
      term(call.arguments().get(0));
      out.append(' ').append(call.function()).append(' ');
      term(call.arguments().get(1));
      out.append(')');
      return;
    }
    out.append(call.function()).append('(');
    for (int i = 0; i < call.arguments().size(); i++) {
      out.append(i == 0 ? "" : ", ");
      term(call.arguments().get(i));
    }
    out.append(')');
  }

  private void value(@Nullable Object value, SqlType type) {
    Boolean end = Infinities.of(value, type);
    if (end != null) {
      out.append(end ? "'infinity'" : "'-infinity'");
    } else {
      value(value);
    }
  }

  private void value(@Nullable Object value) {
    if (value == null) {
      out.append("NULL");
    } else if (value instanceof Boolean truth) {
      out.append(truth ? "True" : "False");
    } else if (value instanceof Number) {
      out.append(value);
    } else if (value instanceof byte[] bytes) {
      out.append("'");
      for (byte b : bytes) {
        out.append("\\x");
        out.append(Character.toUpperCase(Character.forDigit((b >> 4) & 15, 16)));
        out.append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
      }
      out.append("'");
    } else if (value instanceof List<?> list) {
      out.append('[');
      for (int i = 0; i < list.size(); i++) {
        out.append(i == 0 ? "" : ", ");
        value(list.get(i));
      }
      out.append(']');
    } else if (value instanceof Map<?, ?> members) {
      String separator = "{";
      for (Map.Entry<?, ?> member : members.entrySet()) {
        out.append(separator).append(member.getKey()).append(": ");
        value(member.getValue());
        separator = ", ";
      }
      out.append(members.isEmpty() ? "{}" : "}");
    } else {
      out.append('\'').append(value.toString().replace("'", "''")).append('\'');
    }
  }

  static Set<String> columns(Filter filter) {
    Set<String> names = new LinkedHashSet<>();
    gather(filter, names);
    return names;
  }

  private static void gather(Filter filter, Set<String> names) {
    if (filter instanceof Filter.And and) {
      and.children().forEach(child -> gather(child, names));
    } else if (filter instanceof Filter.Or or) {
      or.children().forEach(child -> gather(child, names));
    } else if (filter instanceof Filter.Not not) {
      gather(not.filter(), names);
    } else if (filter instanceof Filter.Compare compare) {
      gather(compare.left(), names);
      gather(compare.right(), names);
    } else if (filter instanceof Filter.In in) {
      gather(in.term(), names);
    } else if (filter instanceof Filter.IsNull test) {
      gather(test.term(), names);
    } else if (filter instanceof Filter.Holds holds) {
      gather(holds.term(), names);
    }
  }

  private static void gather(Term term, Set<String> names) {
    if (term instanceof Term.ColumnRef column) {
      names.add(column.name());
    } else if (term instanceof Term.Member member) {
      gather(member.struct(), names);
    } else if (term instanceof Term.Cast cast) {
      gather(cast.term(), names);
    } else if (term instanceof Term.Call call) {
      call.arguments().forEach(argument -> gather(argument, names));
    } else if (term instanceof Term.Truth truth) {
      gather(truth.filter(), names);
    }
  }
}
