package io.vgi.internal.page;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes elements that are right as HTML and as XML; all text and attributes are escaped. */
final class Markup {
  private final StringBuilder out = new StringBuilder(65_536);
  private final Deque<String> open = new ArrayDeque<>();

  /** Opens {@code element} with pairs of attribute names and values. */
  Markup open(String element, String... attributes) {
    tag(element, attributes);
    out.append('>');
    open.push(element);
    return this;
  }

  /** Writes an element that never has content, such as {@code meta}. */
  Markup empty(String element, String... attributes) {
    tag(element, attributes);
    out.append("/>");
    return this;
  }

  /** Closes the element that was opened last. */
  Markup close() {
    String element = open.pop();
    out.append("</").append(element).append('>');
    if (!isInline(element)) {
      out.append('\n');
    }
    return this;
  }

  /** An element with nothing but {@code text}. */
  Markup element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  /** Text between tags. */
  Markup text(String text) {
    escape(text, out);
    return this;
  }

  /** A style sheet of our own, which needs no escaping: {@code >} is the same in both. */
  Markup css(String sheet) {
    out.append('\n').append(sheet);
    return this;
  }

  /** The document, which must be closed. */
  String document() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("Not closed: " + open);
    }
    return "<!DOCTYPE html>\n" + out;
  }

  private void tag(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1], out);
      out.append('"');
    }
  }

  private static boolean isInline(String element) {
    return switch (element) {
      case "a", "code", "span", "strong", "summary" -> true;
      default -> false;
    };
  }

  private static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
      }
    }
  }

  /** XML has no way at all to write the other characters. */
  private static boolean isAllowed(int c) {
    boolean control = c < ' ' && c != '\n' && c != '\t' && c != '\r';
    return !control && c != 0x7F && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
  }
}
