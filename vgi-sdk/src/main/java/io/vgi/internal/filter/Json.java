package io.vgi.internal.filter;

import io.vgi.rpc.VgiException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON without leniency: maps, lists, strings, Booleans, null and {@link Numeral} tokens.
 * Keys that repeat, nesting beyond a limit and anything behind the document are errors.
 */
final class Json {
  /** Two levels for each of the 1,000 levels of an expression, and the document around it. */
  private static final int MAX_DEPTH = 2_032;

  /**
   * A number as it is written.
   *
   * @param token its characters
   */
  record Numeral(String token) {}

  private final String text;
  private int at;
  private int depth;

  /**
   * A document that was read.
   *
   * @param value its value
   * @param depth how many objects and arrays are nested in it at most
   */
  record Document(@Nullable Object value, int depth) {}

  private Json(String text) {
    this.text = text;
  }

  static Document read(String text) {
    Json json = new Json(text);
    Object value = json.value();
    json.space();
    if (json.at != text.length()) {
      throw json.bad("goes on behind its end");
    }
    return new Document(value, json.depth);
  }

  /** An object or array that is being read, and the key of its next member. */
  private static final class Open {
    private final @Nullable Map<String, @Nullable Object> members;
    private final List<@Nullable Object> elements = new ArrayList<>(0);
    private String key = "";

    Open(boolean object) {
      members = object ? new LinkedHashMap<>() : null;
    }

    char end() {
      return members == null ? ']' : '}';
    }

    void add(@Nullable Object value) {
      if (members == null) {
        elements.add(value);
      } else {
        members.put(key, value);
      }
    }

    Object value() {
      return members == null ? elements : members;
    }
  }

  /** Reads without recursion: the stack of a thread may be smaller than what is nested. */
  private @Nullable Object value() {
    Deque<Open> around = new ArrayDeque<>();
    while (true) {
      if (around.size() > MAX_DEPTH) {
        throw bad("is nested too deeply");
      }
      space();
      char first = peek();
      Object value;
      if (first == '{' || first == '[') {
        Open open = new Open(first == '{');
        at++;
        space();
        if (peek() != open.end()) {
          key(open);
          around.push(open);
          depth = Math.max(depth, around.size());
          continue;
        }
        at++;
        value = open.value();
      } else {
        value = scalar(first);
      }
      Open parent = around.peek();
      while (parent != null && isLast(parent, value)) {
        value = around.pop().value();
        parent = around.peek();
      }
      if (parent == null) {
        return value;
      }
    }
  }

  /** Adds {@code value} to {@code parent}, which ends behind it or goes on. */
  private boolean isLast(Open parent, @Nullable Object value) {
    parent.add(value);
    space();
    if (peek() == parent.end()) {
      at++;
      return true;
    }
    expect(',');
    space();
    key(parent);
    return false;
  }

  /** Reads the key of an object's next member. */
  private void key(Open open) {
    Map<String, @Nullable Object> members = open.members;
    if (members == null) {
      return;
    } else if (peek() != '"') {
      throw bad("has a key that is no string");
    }
    open.key = string();
    if (members.containsKey(open.key)) {
      throw bad("has the key '" + open.key + "' twice");
    }
    space();
    expect(':');
  }

  private @Nullable Object scalar(char first) {
    switch (first) {
      case '"' -> {
        return string();
      }
      case 't' -> {
        word("true");
        return true;
      }
      case 'f' -> {
        word("false");
        return false;
      }
      case 'n' -> {
        word("null");
        return null;
      }
      default -> {
        return number();
      }
    }
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    at++;
    while (true) {
      char next = next();
      if (next == '"') {
        break;
      } else if (next < ' ') {
        throw bad("has a control character in a string");
      }
      out.append(next == '\\' ? escaped() : next);
    }
    for (int i = 0; i < out.length(); i++) {
      char c = out.charAt(i);
      boolean paired =
          Character.isHighSurrogate(c)
              && i + 1 < out.length()
              && Character.isLowSurrogate(out.charAt(i + 1));
      if (paired) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw bad("has half a character in a string");
      }
    }
    return out.toString();
  }

  private char escaped() {
    char code = next();
    return switch (code) {
      case '"', '\\', '/' -> code;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw bad("has the unknown escape \\" + code);
    };
  }

  private char unicode() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      char c = next();
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw bad("has a broken \\u escape");
      }
      value = value * 16 + digit;
    }
    return (char) value;
  }

  private Numeral number() {
    int start = at;
    if (at < text.length() && text.charAt(at) == '-') {
      at++;
    }
    int whole = digits();
    boolean zeros = whole > 1 && text.charAt(at - whole) == '0';
    boolean broken = whole == 0 || zeros;
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      broken |= digits() == 0;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      broken |= digits() == 0;
    }
    if (broken) {
      throw bad("has something that is no value");
    }
    return new Numeral(text.substring(start, at));
  }

  private int digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - start;
  }

  private void word(String word) {
    if (!text.startsWith(word, at)) {
      throw bad("has something that is no value");
    }
    at += word.length();
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw bad("ends too early");
    }
    return text.charAt(at);
  }

  private char next() {
    char next = peek();
    at++;
    return next;
  }

  private void expect(char wanted) {
    if (next() != wanted) {
      at--;
      throw bad("misses a '" + wanted + "'");
    }
  }

  private VgiException bad(String what) {
    return VgiException.invalidArgument("The filter's JSON " + what + " at character " + at);
  }
}
