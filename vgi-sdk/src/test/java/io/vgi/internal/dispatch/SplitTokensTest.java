package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A split token is good for its caller and for the call it was planned for, and for nothing else.
 */
class SplitTokensTest {
  private static final String INVALID = "[SPLIT_TOKEN_INVALID]";

  private StateStore store;
  private GuardedWorker guarded;
  private GuardedWorker open;

  @BeforeEach
  void start() throws Exception {
    store = StateStore.memory();
    guarded = new GuardedWorker(true, store, Fixtures.catalog());
    open = new GuardedWorker(false, store, Fixtures.catalog());
  }

  @AfterEach
  void stop() {
    guarded.close();
    open.close();
    store.close();
  }

  private static byte[] bindCall(GuardedWorker at, long n) {
    return at.bindCall("numbers", "TABLE", Fixtures.arguments(at.memory(), n), null);
  }

  private static List<byte[]> plan(GuardedWorker at, String caller, long n) throws Exception {
    return plan(at, caller, bindCall(at, n));
  }

  private static List<byte[]> plan(GuardedWorker at, String caller, byte[] bindCall)
      throws Exception {
    WireRecord answer =
        at.call(
            caller,
            "table_function_plan",
            "PlanResponse",
            WireRecord.named("r").set("bind_call", bindCall).set("filters_complete", true));
    List<byte[]> tokens = new ArrayList<>();
    for (byte[] split : answer.<byte[]>list("splits")) {
      tokens.add(WireRecord.read("ScanSplit", split, at.memory()).needBytes("token"));
    }
    return tokens;
  }

  private static List<Long> read(GuardedWorker at, String caller, long n, byte[] token)
      throws Exception {
    return read(at, caller, bindCall(at, n), token);
  }

  private static List<Long> read(GuardedWorker at, String caller, byte[] bindCall, byte[] token)
      throws Exception {
    WireRecord request =
        WireRecord.named("r")
            .set("bind_call", bindCall)
            .set("output_schema", IpcBytes.ofSchema(Fixtures.schema("number")))
            .set("split_tokens", List.of(token));
    return at.open(caller, request).numbers();
  }

  @Test
  void itsCallerReadsThePart() throws Exception {
    List<byte[]> tokens = plan(guarded, "alice", 3);
    assertThat(tokens).hasSize(3);
    assertThat(read(guarded, "alice", 3, tokens.get(2))).containsExactly(2L);
    assertThat(read(open, null, 3, plan(open, null, 3).get(1))).containsExactly(1L);
  }

  @Test
  void anotherCallerDoesNot() throws Exception {
    byte[] token = plan(guarded, "alice", 3).get(0);
    assertThatThrownBy(() -> read(guarded, "bob", 3, token)).hasMessageContaining(INVALID);
  }

  @Test
  void anotherCallDoesNot() throws Exception {
    byte[] sealed = plan(guarded, "alice", 3).get(0);
    assertThatThrownBy(() -> read(guarded, "alice", 2, sealed)).hasMessageContaining(INVALID);
    byte[] plain = plan(open, null, 3).get(0);
    assertThatThrownBy(() -> read(open, null, 2, plain)).hasMessageContaining(INVALID);
  }

  @Test
  void theSameCallOfAnotherVersionOrAttachDoesNot() throws Exception {
    WireRecord call =
        guarded.bindRequest("numbers", "TABLE", Fixtures.arguments(guarded.memory(), 3), null);
    byte[] first =
        guarded.encode("BindRequest", call.set("at_unit", "VERSION").set("at_value", "1"));
    byte[] second = guarded.encode("BindRequest", call.set("at_value", "2"));
    byte[] token = plan(guarded, "alice", first).get(1);
    assertThat(read(guarded, "alice", first, token)).containsExactly(1L);
    assertThatThrownBy(() -> read(guarded, "alice", second, token)).hasMessageContaining(INVALID);
    byte[] attached =
        guarded.encode(
            "BindRequest",
            call.set("at_value", "1").set("attach_opaque_data", guarded.attach("alice")));
    assertThatThrownBy(() -> read(guarded, "alice", attached, token)).hasMessageContaining(INVALID);
  }

  @Test
  void whatAnOpenServerGaveIsNotTakenByAGuardedOne() throws Exception {
    byte[] plain = plan(open, null, 3).get(0);
    assertThatThrownBy(() -> read(guarded, "alice", 3, plain)).hasMessageContaining(INVALID);
    byte[] sealed = plan(guarded, "alice", 3).get(0);
    assertThatThrownBy(() -> read(open, null, 3, sealed)).hasMessageContaining(INVALID);
  }

  @Test
  void noBitOfItCanBeChanged() throws Exception {
    byte[] token = plan(guarded, "alice", 1).get(0);
    for (int bit = 0; bit < token.length * 8; bit += 11) {
      byte[] changed = token.clone();
      changed[bit >> 3] ^= (byte) (1 << (bit & 7));
      assertThatThrownBy(() -> read(guarded, "alice", 1, changed)).hasMessageContaining(INVALID);
    }
  }
}
