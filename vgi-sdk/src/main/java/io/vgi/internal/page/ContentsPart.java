package io.vgi.internal.page;

import java.util.List;

/** The table of contents; the objects of a kind are folded away. */
final class ContentsPart {
  private static final int OBJECT = 3;

  private final Markup out;
  private final List<CatalogPart.Entry> entries;

  ContentsPart(Markup out, List<CatalogPart.Entry> entries) {
    this.out = out;
    this.entries = entries;
  }

  void write() {
    out.open("nav", "aria-label", "Contents");
    list(0, 0);
    out.close();
  }

  /** Writes the entries of {@code level} from {@code at} on; returns where they end. */
  private int list(int at, int level) {
    int next = at;
    if (next == entries.size() || entries.get(next).level() < level) {
      return next;
    }
    out.open("ul");
    while (next < entries.size() && entries.get(next).level() == level) {
      CatalogPart.Entry entry = entries.get(next++);
      out.open("li");
      boolean folds = level == OBJECT - 1;
      if (folds) {
        out.open("details").open("summary");
      }
      out.element("a", entry.text(), "href", "#" + entry.anchor());
      if (folds) {
        out.close();
      }
      next = list(next, level + 1);
      if (folds) {
        out.close();
      }
      out.close();
    }
    out.close();
    return next;
  }
}
