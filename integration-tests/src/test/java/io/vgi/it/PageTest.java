package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the example worker in a real browser. */
class PageTest {
  @Test
  void aBrowserShowsWhatIsServed(@TempDir Path folder) throws Exception {
    try (ServingWorker worker =
        ServingWorker.briefExample(folder.resolve("errors"), Map.of(), "--http")) {
      String dom = Browser.document(worker.location() + "/", folder);
      assertThat(dom)
          .contains("<h1>VGI worker</h1>")
          .contains("Catalog example")
          .contains("multiply(")
          .contains("LOCATION '" + worker.location() + "'")
          .doesNotContain("<script");
    }
  }

  @Test
  void whoMayNotCallSeesNothingOfIt(@TempDir Path folder) throws Exception {
    try (ServingWorker worker =
        ServingWorker.briefExample(
            folder.resolve("errors"), Map.of("VGI_BEARER_TOKENS", "sesame=ali"), "--http")) {
      String dom = Browser.document(worker.location() + "/", folder);
      assertThat(dom).contains("Not authorized").doesNotContain("multiply(");
    }
  }
}
