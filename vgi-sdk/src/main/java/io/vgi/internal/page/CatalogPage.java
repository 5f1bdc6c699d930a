package io.vgi.internal.page;

import io.vgi.catalog.CatalogSource;
import io.vgi.internal.dispatch.CatalogSources;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page about all catalogs of a worker: one document without scripts or anything to load. */
public final class CatalogPage {
  private final List<String> names;
  private final @Nullable CatalogSource[] catalogs;
  private final String title;

  private CatalogPage(CatalogSources sources) {
    names = sources.names();
    catalogs = new CatalogSource[names.size()];
    for (int i = 0; i < catalogs.length; i++) {
      catalogs[i] = sources.listed(i);
    }
    title = names.size() == 1 ? names.get(0) + " – VGI worker" : "VGI worker";
  }

  /**
   * Makes the page; of a catalog that cannot be made it has the name alone.
   *
   * @param address what LOCATION is in ATTACH
   * @param closed whether callers need a token
   */
  public static String of(List<? extends CatalogSource> catalogs, String address, boolean closed) {
    CatalogPage page = new CatalogPage(CatalogSources.of(catalogs));
    List<CatalogPart.Entry> contents = new ArrayList<>();
    // written twice: the contents are known after the first time, and they come first
    page.write(new Markup(), List.of(), contents, address, closed);
    Markup out = new Markup();
    page.write(out, contents, new ArrayList<>(), address, closed);
    return out.document();
  }

  private void write(
      Markup out,
      List<CatalogPart.Entry> contents,
      List<CatalogPart.Entry> found,
      String address,
      boolean closed) {
    out.open("html", "lang", "en").open("head").empty("meta", "charset", "utf-8");
    out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    out.empty("meta", "name", "color-scheme", "content", "light dark");
    out.element("title", title).open("style").css(PageStyle.CSS).close().close();
    out.open("body").element("a", "Skip to the content", "class", "skip", "href", "#content");
    out.open("header").element("h1", title);
    String all = String.join(", ", names);
    out.element("p", "What this worker serves to DuckDB: " + all + ".").close();
    out.open("div", "class", "page");
    new ContentsPart(out, contents).write();
    out.open("main", "id", "content");
    Anchors anchors = new Anchors();
    anchors.of("content");
    for (int i = 0; i < catalogs.length; i++) {
      CatalogSource catalog = catalogs[i];
      if (catalog != null) {
        new CatalogPart(out, anchors, found, catalog).write(address, closed);
      } else {
        unknown(out, anchors.of("catalog", names.get(i)), found, names.get(i));
      }
    }
    out.close().close().close().close();
  }

  /** The reason may tell of this machine, and anybody may see the page. */
  private static void unknown(
      Markup out, String anchor, List<CatalogPart.Entry> found, String name) {
    found.add(new CatalogPart.Entry(0, anchor, name));
    out.open("section", "id", anchor).element("h2", "Catalog " + name);
    out.element("p", "It cannot be made now; the worker's log says why.").close();
  }
}
