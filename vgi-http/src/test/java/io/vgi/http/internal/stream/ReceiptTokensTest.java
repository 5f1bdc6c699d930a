package io.vgi.http.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.internal.stream.ReceiptTokens.Fetched;
import io.vgi.http.internal.stream.ReceiptTokens.Receipt;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an address of an answer says, and to whom. */
class ReceiptTokensTest {
  private static final byte[] KEY = new byte[16];
  private static final byte[] NOTE = {1, 2, 3};
  private static final byte[] ANSWER = new byte[700];

  private static ReceiptTokens tokens(String address, byte[]... keys) {
    return new ReceiptTokens(new Sealer(List.of(keys)), URI.create(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://x.org/duck", "https://x.org/duck/"})
  void anyReplicaWithTheKeyOpensIt(String address) {
    String location = tokens(address, KEY).location(new Receipt("p", "m", NOTE), ANSWER);
    String before = "https://x.org/duck/__received__/";
    assertThat(location).startsWith(before);
    Fetched fetched = tokens("http://y", KEY).open(location.substring(before.length()));
    assertThat(fetched).isNotNull();
    assertThat(fetched.receipt().protocol()).isEqualTo("p");
    assertThat(fetched.receipt().method()).isEqualTo("m");
    assertThat(fetched.receipt().note()).isEqualTo(NOTE);
    assertThat(fetched.answer()).isEqualTo(ANSWER);
  }

  @Test
  void whatIsNoneIsNotOpened() {
    ReceiptTokens tokens = tokens("http://x", KEY);
    String location = tokens.location(new Receipt("p", "m", NOTE), ANSWER);
    String token = location.substring(location.lastIndexOf('/') + 1);
    char other = token.charAt(80) == 'A' ? 'B' : 'A';
    String changed = token.substring(0, 80) + other + token.substring(81);
    for (String wrong : List.of("", "a", "%%%", changed, token.substring(4))) {
      assertThat(tokens.open(wrong)).as(wrong).isNull();
    }
    assertThat(
            tokens("http://x", "another key of others".getBytes(StandardCharsets.US_ASCII))
                .open(token))
        .isNull();
  }
}
