package io.vgi.rpc.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
  private static final String SMILE = "\uD83D\uDE00";

  @Test
  void cutsBetweenCharacters() {
    assertThat(Excerpt.head("abc", 3)).isEqualTo("abc");
    assertThat(Excerpt.head("abcd", 3)).isEqualTo("abc");
    assertThat(Excerpt.head("ab" + SMILE, 3)).isEqualTo("ab");
    assertThat(Excerpt.head("a" + SMILE + "b", 3)).isEqualTo("a" + SMILE);
    assertThat(Excerpt.line("ab" + SMILE, 3)).isEqualTo("ab…");
  }

  @Test
  void aLineIsOneLine() {
    assertThat(Excerpt.line("a\r\nb\u001b[1m", 80)).isEqualTo("a??b?[1m");
    assertThat(Excerpt.line("", 80)).isEmpty();
  }
}
