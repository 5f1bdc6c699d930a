package io.vgi.internal.page;

import io.vgi.catalog.CatalogSource;
import java.util.ArrayList;
import java.util.List;

/** The page about all catalogs of a worker: one document without scripts or anything to load. */
public final class CatalogPage {
  private CatalogPage() {}

  /**
   * Makes the page.
   *
   * @param address what LOCATION is in ATTACH
   * @param closed whether callers need a token
   */
  public static String of(List<CatalogSource> catalogs, String address, boolean closed) {
    String title = catalogs.size() == 1 ? catalogs.get(0).name() + " – VGI worker" : "VGI worker";
    List<CatalogPart.Entry> contents = new ArrayList<>();
    // written twice: the contents are known after the first time, and they come first
    write(new Markup(), title, List.of(), contents, catalogs, address, closed);
    Markup out = new Markup();
    write(out, title, contents, new ArrayList<>(), catalogs, address, closed);
    return out.document();
  }

  private static void write(
      Markup out,
      String title,
      List<CatalogPart.Entry> contents,
      List<CatalogPart.Entry> found,
      List<CatalogSource> catalogs,
      String address,
      boolean closed) {
    out.open("html", "lang", "en").open("head").empty("meta", "charset", "utf-8");
    out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    out.empty("meta", "name", "color-scheme", "content", "light dark");
    out.element("title", title).open("style").css(PageStyle.CSS).close().close();
    out.open("body").element("a", "Skip to the content", "class", "skip", "href", "#content");
    out.open("header").element("h1", title);
    String names = String.join(", ", catalogs.stream().map(CatalogSource::name).toList());
    out.element("p", "What this worker serves to DuckDB: " + names + ".").close();
    out.open("div", "class", "page");
    new ContentsPart(out, contents).write();
    out.open("main", "id", "content");
    Anchors anchors = new Anchors();
    anchors.of("content");
    for (CatalogSource catalog : catalogs) {
      new CatalogPart(out, anchors, found, catalog).write(address, closed);
    }
    out.close().close().close().close();
  }
}
