package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

/** What SQL users see of a failure in a worker. */
final class Errors {
  private Errors() {}

  /** The engine's text holds {@code sentence} and nothing of Java's. */
  static void assertSentence(String message, String sentence) {
    int place = message.indexOf(" [worker: ");
    String text = place < 0 ? message : message.substring(0, place);
    assertThat(text)
        .contains(sentence)
        .doesNotContain("\tat ")
        .doesNotContain(".java")
        .doesNotContain("java.lang.")
        .doesNotContain("io.vgi.")
        .doesNotContain("Exception: " + sentence + "\n");
  }
}
