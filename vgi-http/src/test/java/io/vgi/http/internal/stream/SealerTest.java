package io.vgi.http.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.http.internal.stream.StreamTokens.CallState;
import io.vgi.http.internal.stream.StreamTokens.Cursor;
import io.vgi.http.internal.stream.StreamTokens.TokenException;
import io.vgi.rpc.Principal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SealerTest {
  private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final Principal ALICE = new Principal("bearer", "alice", Map.of());
  private static final Principal BOB = new Principal("bearer", "bob", Map.of());
  private static final byte[] ID = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final StreamTokens tokens = new StreamTokens(new Sealer(List.of(KEY)), 0);
  private final Cursor cursor = new Cursor(ID, 7, new byte[] {1, 2, 3});

  @Test
  void whatIsSealedIsOpenedByEveryHolderOfTheKey() {
    String token = tokens.seal("p", ALICE, cursor);
    Cursor read = new StreamTokens(new Sealer(List.of(KEY)), 0).openCursor("p", ALICE, token);
    assertThat(read.id()).isEqualTo(ID);
    assertThat(read.turn()).isEqualTo(7);
    assertThat(read.place()).containsExactly(1, 2, 3);
    assertThat(
            tokens.openCursor("p", ALICE, tokens.seal("p", ALICE, new Cursor(ID, 1, null))).place())
        .isNull();
  }

  @Test
  void everyBitCounts() {
    byte[] token = Base64.getDecoder().decode(tokens.seal("p", ALICE, cursor));
    for (int bit = 0; bit < token.length * 8; bit++) {
      byte[] changed = token.clone();
      changed[bit >> 3] ^= (byte) (1 << (bit & 7));
      refused("p", ALICE, Base64.getEncoder().encodeToString(changed));
    }
    for (int length = 0; length < token.length; length++) {
      refused(
          "p", ALICE, Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(token, length)));
    }
  }

  @Test
  void tokensAreBoundToCallerProtocolAndUse() {
    String token = tokens.seal("p", ALICE, cursor);
    refused("p", BOB, token);
    refused("p", Principal.ANONYMOUS, token);
    refused("p", new Principal("jwt", "alice", Map.of()), token);
    refused("q", ALICE, token);
    // the parts that bind it cannot be shifted into each other
    refused("pb", new Principal("earer", "alice", Map.of()), token);
    CallState call = new CallState(ID, "m", "2.0.0", 5, new byte[4], new byte[0]);
    String callToken = tokens.seal("p", ALICE, call);
    refused("p", ALICE, callToken);
    assertThatThrownBy(() -> tokens.openCall("p", ALICE, token)).isInstanceOf(TokenException.class);
    refusedBy(new StreamTokens(new Sealer(List.of()), 0), token);
    refusedBy(
        new StreamTokens(
            new Sealer(List.of("another key, 16+".getBytes(StandardCharsets.US_ASCII))), 0),
        token);
  }

  @Test
  void bigCallsAreCompressedAndComeBackWhole() {
    byte[] params = new byte[1 << 20];
    CallState call = new CallState(ID, "init", "2.0.0", Long.MAX_VALUE, params, new byte[] {9});
    String token = tokens.seal("p", ALICE, call);
    assertThat(token.length()).isLessThan(10_000);
    CallState read = tokens.openCall("p", ALICE, token);
    assertThat(read.params()).isEqualTo(params);
    assertThat(read.header()).containsExactly(9);
    assertThat(read.version()).isEqualTo("2.0.0");
  }

  @Test
  void cursorsExpire() {
    AtomicLong now = new AtomicLong(1_000_000);
    StreamTokens brief = new StreamTokens(new Sealer(List.of(KEY)), 30_000, now::get);
    String token = brief.seal("p", ALICE, cursor);
    now.addAndGet(30_000);
    assertThat(brief.openCursor("p", ALICE, token).turn()).isEqualTo(7);
    now.addAndGet(1);
    assertThatThrownBy(() -> brief.openCursor("p", ALICE, token))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("expired");
  }

  @Test
  void aCallLivesAsLongAsItsCursors() {
    AtomicLong now = new AtomicLong(1_000_000);
    StreamTokens brief = new StreamTokens(new Sealer(List.of(KEY)), 30_000, now::get);
    CallState call = new CallState(ID, "m", "2.0.0", 5, new byte[4], new byte[0]);
    String callToken = brief.seal("p", ALICE, call);
    // the call's token is given once, the cursor's with every turn
    for (int turn = 1; turn < 5; turn++) {
      String token = brief.seal("p", ALICE, new Cursor(ID, turn, new byte[0]));
      now.addAndGet(20_000);
      assertThat(brief.openCursor("p", ALICE, token).turn()).isEqualTo(turn);
      assertThat(brief.openCall("p", ALICE, callToken).method()).isEqualTo("m");
    }
  }

  @Test
  void noTwoTokensAreAlike() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      assertThat(seen.add(tokens.seal("p", ALICE, cursor))).isTrue();
    }
  }

  @Test
  void madeUpTokensAreRefusedAndCostNothingForGood() {
    Random random = new Random(1);
    for (int i = 0; i < 5000; i++) {
      byte[] made = new byte[random.nextInt(200)];
      random.nextBytes(made);
      if (made.length > 0) {
        made[0] = 1;
      }
      refused("p", ALICE, Base64.getEncoder().encodeToString(made));
    }
    refused("p", ALICE, "not base64!");
    refused("p", ALICE, "");
  }

  private void refused(String protocol, Principal caller, String token) {
    assertThatThrownBy(() -> tokens.openCursor(protocol, caller, token))
        .isInstanceOf(TokenException.class)
        .hasMessageStartingWith("The state token is not valid: ");
  }

  private static void refusedBy(StreamTokens other, String token) {
    assertThatThrownBy(() -> other.openCursor("p", ALICE, token))
        .isInstanceOf(TokenException.class);
  }
}
