package io.vgi.testing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads conditions as SQL writes them. */
final class ConditionParser {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<text>'(?:[^']|'')*')|(?<quoted>\"(?:[^\"]|\"\")*\")"
              + "|(?<number>-?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)"
              + "|(?<word>[A-Za-z_]\\w*)|(?<op><>|!=|<=|>=|==|[=<>(),.])|(?<end>$))");

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private record Token(String kind, String text) {}

  ConditionParser(String sql) {
    this.sql = sql;
    Matcher matcher = TOKEN.matcher(sql);
    int from = 0;
    while (from <= sql.length()) {
      if (!matcher.find(from) || matcher.start() != from) {
        throw wrong("'" + sql.substring(from).strip() + "'");
      }
      for (String kind : List.of("text", "quoted", "number", "word", "op", "end")) {
        if (matcher.group(kind) != null) {
          tokens.add(new Token(kind, matcher.group(kind)));
        }
      }
      if (matcher.group("end") != null) {
        break;
      }
      from = matcher.end();
    }
  }

  Condition parse() {
    Condition whole = or();
    if (!token().kind().equals("end")) {
      throw wrong("'" + token().text() + "'");
    }
    return whole;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        "Not a condition that is understood here, at " + what + ": " + sql);
  }

  private Token token() {
    return tokens.get(at);
  }

  private boolean take(String word) {
    Token token = token();
    boolean same =
        (token.kind().equals("word") || token.kind().equals("op"))
            && token.text().equalsIgnoreCase(word);
    at += same ? 1 : 0;
    return same;
  }

  private void need(String word) {
    if (!take(word)) {
      throw wrong("'" + token().text() + "', where " + word + " is expected");
    }
  }

  private Condition or() {
    Condition left = and();
    while (take("OR")) {
      left = left.or(and());
    }
    return left;
  }

  private Condition and() {
    Condition left = not();
    while (take("AND")) {
      left = left.and(not());
    }
    return left;
  }

  private Condition not() {
    if (take("NOT")) {
      return not().not();
    } else if (take("(")) {
      Condition inner = or();
      need(")");
      return inner;
    }
    return test();
  }

  private Condition test() {
    String column = name();
    if (take("(")) {
      String argument = column();
      need(",");
      Condition call = Condition.call(column.toLowerCase(Locale.ROOT), argument, value());
      need(")");
      return call;
    }
    column = rest(column);
    if (take("IS")) {
      boolean negated = take("NOT");
      if (take("DISTINCT")) {
        need("FROM");
        Object value = literal();
        return negated
            ? new Condition.Comparison("not_distinct_from", column, value)
            : Condition.distinctFrom(column, value);
      }
      need("NULL");
      return new Condition.IsNull(column, negated);
    }
    boolean negated = take("NOT");
    if (take("IN")) {
      return new Condition.In(column, list(), negated);
    } else if (take("BETWEEN")) {
      Object from = value();
      need("AND");
      Condition between = Condition.between(column, from, value());
      return negated ? between.not() : between;
    } else if (take("LIKE")) {
      Condition like = Condition.like(column, String.valueOf(value()));
      return negated ? like.not() : like;
    } else if (negated) {
      throw wrong("'" + token().text() + "'");
    }
    String op = op();
    return op == null ? Condition.isTrue(column) : new Condition.Comparison(op, column, value());
  }

  private @Nullable String op() {
    if (take("=") || take("==")) {
      return "eq";
    } else if (take("<>") || take("!=")) {
      return "ne";
    } else if (take("<=")) {
      return "le";
    } else if (take(">=")) {
      return "ge";
    } else if (take("<")) {
      return "lt";
    }
    return take(">") ? "gt" : null;
  }

  private List<@Nullable Object> list() {
    need("(");
    List<@Nullable Object> values = new ArrayList<>();
    do {
      values.add(literal());
    } while (take(","));
    need(")");
    return values;
  }

  private String column() {
    return rest(name());
  }

  private String rest(String first) {
    StringBuilder path = new StringBuilder(first);
    while (take(".")) {
      path.append('.').append(name());
    }
    return path.toString();
  }

  private String name() {
    Token token = token();
    at++;
    if (token.kind().equals("quoted")) {
      return token.text().substring(1, token.text().length() - 1).replace("\"\"", "\"");
    } else if (token.kind().equals("word")) {
      return token.text();
    }
    throw wrong("'" + token.text() + "', where a column is expected");
  }

  private Object value() {
    Object value = literal();
    if (value == null) {
      throw wrong("NULL, with which nothing compares; use IS NULL");
    }
    return value;
  }

  private @Nullable Object literal() {
    Token token = token();
    at++;
    return switch (token.kind()) {
      case "text" -> token.text().substring(1, token.text().length() - 1).replace("''", "'");
      case "number" -> new BigDecimal(token.text());
      case "word" -> word(token);
      default -> throw wrong("'" + token.text() + "', where a value is expected");
    };
  }

  private @Nullable Object word(Token token) {
    String word = token.text().toUpperCase(Locale.ROOT);
    if (word.equals("NULL")) {
      return null;
    } else if (word.equals("TRUE") || word.equals("FALSE")) {
      return word.equals("TRUE");
    } else if (token().kind().equals("text")) { // DATE '2024-01-31' and the like
      return literal();
    }
    throw wrong("'" + token.text() + "', where a value is expected");
  }
}
