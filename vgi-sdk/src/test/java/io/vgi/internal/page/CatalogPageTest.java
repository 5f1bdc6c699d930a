package io.vgi.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogChoice;
import io.vgi.catalog.Macro;
import io.vgi.catalog.Release;
import io.vgi.catalog.View;
import io.vgi.function.CopyFromFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.ScalarFunction;
import io.vgi.param.Arg;
import io.vgi.param.AttachOption;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class CatalogPageTest {
  private static final String HOSTILE = "\"><script>alert('x')</script>&amp;";

  @Test
  void whatIsServedIsListed() throws Exception {
    Catalog shop =
        Catalog.named("shop")
            .comment("All that is sold")
            .function(ScalarFunction.longs("twice", x -> 2 * x))
            .function(ScalarFunction.strings("shout", x -> x + "!"))
            .view(View.of("cheap", "SELECT 1 AS price"))
            .macro(Macro.scalar("plus", "x + y").params(Macro.param("x"), Macro.param("y")))
            .copyFrom(
                CopyFromFunction.rows(
                    FunctionSpec.copyFrom("lines")
                        .args(Arg.bigint("skip"), Arg.varchar("mark").orElse("#"))
                        .build(),
                    call -> Stream.empty()))
            .globals("shop", "twice")
            .build();
    Document page = parsed(CatalogPage.of(List.of(shop), "http://h:1/p", false));
    String text = page.getDocumentElement().getTextContent();
    assertThat(text)
        .contains("Catalog shop")
        .contains("All that is sold")
        .contains("LOCATION 'http://h:1/p'")
        .contains("shout(")
        .contains("cheap")
        .contains("plus")
        .contains("shop_twice")
        .contains("COPY … FROM 'path' (FORMAT 'shop.lines', skip …);")
        .doesNotContain("bearer_token");
    assertThat(headings(page)).filteredOn(heading -> heading.startsWith("twice(")).hasSize(1);
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(page.getElementsByTagName("h1").getLength()).isOne();
  }

  @Test
  void parametersStandInTheOrderOfListings() {
    FunctionSpec spec =
        FunctionSpec.table("f")
            .args(Arg.bigint("z").named(), Arg.bigint("y"), Arg.bigint("b").named())
            .build();
    assertThat(FunctionPart.signature(spec, false))
        .isEqualTo("f(y BIGINT, b := BIGINT, z := BIGINT) → TABLE");
  }

  @Test
  void whoNeedsATokenIsTold() {
    Catalog shop =
        Catalog.named("shop").function(ScalarFunction.longs("twice", x -> 2 * x)).build();
    assertThat(CatalogPage.of(List.of(shop), "http://h", true)).contains("bearer_token");
  }

  @Test
  void namesAndTextsStayText() throws Exception {
    Catalog odd =
        Catalog.named("odd " + HOSTILE)
            .comment(HOSTILE)
            .tag(HOSTILE, HOSTILE)
            .sourceUrl("javascript:alert(1)")
            .function(ScalarFunction.longs("f", x -> x))
            .view(View.of("v" + HOSTILE, "SELECT '" + HOSTILE + "'"))
            .build();
    String html = CatalogPage.of(List.of(odd), "http://h/'\"<script>", false);
    Document page = parsed(html);
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(page.getDocumentElement().getTextContent()).contains(HOSTILE);
    assertThat(html).doesNotContain("href=\"javascript:");
  }

  @Test
  void whatAnAttachMayAskForIsListed() throws Exception {
    Catalog shop =
        Catalog.named("shop").function(ScalarFunction.longs("twice", x -> 2 * x)).build();
    CatalogChoice choice =
        CatalogChoice.named("shop")
            .attachOption(AttachOption.varchar("api_key").doc("The key").required().secret())
            .attachOption(
                AttachOption.varchar("pin")
                    .doc("The pin")
                    .orElse("hunter2")
                    .oneOf("hunter2")
                    .secret())
            .attachOption(AttachOption.bigint("rows").doc("How many").orElse(17L).atLeast(3L))
            .implementations("4.0.0")
            .release("1.0.0", Catalog.named("shop").build())
            .release(
                Release.of("2.0.0").at(Instant.parse("2026-02-03T00:00:00Z")).summary("Twice"),
                shop)
            .build();
    String html = CatalogPage.of(List.of(choice), "http://h:1", false);
    assertThat(html).doesNotContain("hunter2");
    assertThat(parsed(html).getDocumentElement().getTextContent())
        .contains("api_key …", "The key", "How many (≥ 3)", "17", "2.0.0 (default)", "2026-02-03")
        .contains("Twice", "1.0.0", "4.0.0", "twice(x BIGINT)");

    CatalogChoice live =
        CatalogChoice.named("shop")
            .live(
                Catalog.named("shop").comment("Asked for").build(),
                attach -> {
                  throw new IllegalStateException("A page opens nothing");
                })
            .build();
    assertThat(
            parsed(CatalogPage.of(List.of(live), "http://h:1", false))
                .getDocumentElement()
                .getTextContent())
        .contains("Asked for", "What it holds depends on how it is attached.")
        .doesNotContain("Schema main");

    CatalogChoice open =
        CatalogChoice.named("shop").release(Release.of("1.0.0")).choose(attach -> shop).build();
    String unknown = CatalogPage.of(List.of(open), "http://h:1", false);
    assertThat(parsed(unknown).getDocumentElement().getTextContent())
        .contains("What it holds depends on how it is attached.")
        .doesNotContain("twice(");
  }

  private static List<String> headings(Document page) {
    NodeList found = page.getElementsByTagName("h5");
    List<String> headings = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      headings.add(found.item(i).getTextContent());
    }
    return headings;
  }

  private static Document parsed(String html) throws Exception {
    assertThat(html).startsWith("<!DOCTYPE html>");
    String xml = html.substring("<!DOCTYPE html>".length()).strip();
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }
}
