package io.vgi.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** LIKE of conditions as text, against regular expressions. */
class LikePatternTest {
  record Text(String text) {}

  private static String random(Random random, String letters, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.appendCodePoint(letters.codePointAt(letters.offsetByCodePoints(0, random.nextInt(5))));
    }
    return text.toString();
  }

  @Test
  void wildcardsMatchAnywhere() {
    Random random = new Random(7);
    List<Text> texts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      texts.add(new Text(random(random, "ab\uD83D\uDE00.\n", 6)));
    }
    Catalog catalog = Catalog.named("c").table(Table.ofRows("texts", Text.class, texts)).build();
    try (LocalWorker worker = LocalWorker.of(catalog)) {
      for (int i = 0; i < 150; i++) {
        String like = random(random, "a\uD83D\uDE00_%.", 5);
        String regex =
            like.codePoints()
                .mapToObj(
                    c -> c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c)))
                .reduce("", String::concat);
        Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
        assertThat(worker.scan("texts").where(Condition.like("text", like)).column("text"))
            .as(like)
            .isEqualTo(
                texts.stream()
                    .map(Text::text)
                    .filter(text -> pattern.matcher(text).matches())
                    .toList());
      }
    }
  }
}
