package io.vgi.internal.page;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pieces that all kinds of objects are shown with. */
final class Parts {
  private static final int SHORT_LIST = 12;
  private static final int LONG_TAGS = 240;

  private final Markup out;

  Parts(Markup out) {
    this.out = out;
  }

  /** Opens the box of one object; {@link Markup#close} ends it. */
  void object(String kind, String anchor, String heading) {
    out.open("article", "class", kind, "id", anchor).open("h5");
    out.open("a", "href", "#" + anchor).element("code", heading).close().close();
  }

  void paragraph(@Nullable String text) {
    if (text != null && !text.isBlank()) {
      out.element("p", text.strip(), "class", "prose");
    }
  }

  void sql(String code) {
    out.open("pre", "tabindex", "0").element("code", code).close();
  }

  /** A table of texts; columns marked with a star are code. Long ones begin closed. */
  void table(String caption, List<String> heads, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    boolean folded = rows.size() > SHORT_LIST;
    if (folded) {
      out.open("details").element("summary", caption + " (" + rows.size() + ")");
    }
    out.open("div", "class", "wide", "tabindex", "0", "role", "region", "aria-label", caption);
    out.open("table").element("caption", caption).open("thead").open("tr");
    for (String head : heads) {
      out.element("th", plain(head), "scope", "col");
    }
    out.close().close().open("tbody");
    for (List<String> row : rows) {
      out.open("tr").open("th", "scope", "row").element("code", row.get(0)).close();
      for (int i = 1; i < heads.size(); i++) {
        if (heads.get(i).startsWith("*") && !row.get(i).isEmpty()) {
          out.open("td").element("code", row.get(i)).close();
        } else {
          out.element("td", row.get(i));
        }
      }
      out.close();
    }
    out.close().close().close();
    if (folded) {
      out.close();
    }
  }

  /** Pairs of a term and what it is. */
  void facts(Map<String, String> facts) {
    if (facts.isEmpty()) {
      return;
    }
    out.open("dl");
    facts.forEach((term, text) -> out.element("dt", term).element("dd", text));
    out.close();
  }

  void tags(Map<String, String> tags) {
    if (tags.isEmpty()) {
      return;
    }
    int length = 0;
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      length += tag.getKey().length() + tag.getValue().length();
    }
    boolean folded = length > LONG_TAGS;
    if (folded) {
      out.open("details").element("summary", "Tags (" + tags.size() + ")");
    }
    out.open("dl", "class", "tags");
    tags.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(tag -> out.element("dt", tag.getKey()).element("dd", tag.getValue()));
    out.close();
    if (folded) {
      out.close();
    }
  }

  private static String plain(String head) {
    return head.startsWith("*") ? head.substring(1) : head;
  }
}
