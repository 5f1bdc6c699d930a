package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the example worker in a real browser. */
class PageTest {
  @Test
  void aBrowserShowsWhatIsServed(@TempDir Path folder) throws Exception {
    try (ServingWorker worker =
        ServingWorker.example(folder.resolve("errors"), Map.of(), "--http")) {
      String dom = rendered(worker.location() + "/", folder);
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
        ServingWorker.example(
            folder.resolve("errors"), Map.of("VGI_BEARER_TOKENS", "sesame=ali"), "--http")) {
      String dom = rendered(worker.location() + "/", folder);
      assertThat(dom).contains("Not authorized").doesNotContain("multiply(");
    }
  }

  /** The document as a browser has it after it has loaded {@code url}. */
  private static String rendered(String url, Path folder) throws Exception {
    Path out = folder.resolve("dom");
    Process browser =
        new ProcessBuilder(
                List.of(
                    "chromium",
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--user-data-dir=" + folder.resolve("profile"),
                    "--dump-dom",
                    url))
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("browser").toFile())
            .start();
    assertThat(browser.waitFor(90, TimeUnit.SECONDS)).isTrue();
    return Files.readString(out);
  }
}
