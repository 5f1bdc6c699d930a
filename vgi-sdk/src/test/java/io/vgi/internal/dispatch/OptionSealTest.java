package io.vgi.internal.dispatch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.VgiException;
import io.vgi.state.StateStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who can read the options of an attach: whoever has the state, and nobody else. */
class OptionSealTest {
  private static final byte[] ID = "sixteen bytes id".getBytes(US_ASCII);
  private static final byte[] OPTIONS = "the row with hunter2".getBytes(US_ASCII);

  @TempDir private Path folder;

  @Test
  void theProcessesOfAStoreReadThem() {
    Path file = folder.resolve("state");
    byte[] sealed;
    try (StateStore store = StateStore.file(file)) {
      sealed = new OptionSeal(store).seal(ID, OPTIONS);
      assertThat(new String(sealed, ISO_8859_1)).doesNotContain("hunter2");
      assertThat(new OptionSeal(store).seal(ID, OPTIONS)).isNotEqualTo(sealed);
      assertThat(new OptionSeal(store).open(ID, sealed)).isEqualTo(OPTIONS);
    }
    try (StateStore store = StateStore.file(file)) {
      OptionSeal later = new OptionSeal(store);
      assertThat(later.open(ID, sealed)).isEqualTo(OPTIONS);
      assertThat(later.open(ID, later.seal(ID, new byte[0]))).isEmpty();
    }
  }

  @Test
  void nobodyElseDoesAndNothingCanBeChanged() {
    try (StateStore store = StateStore.memory();
        StateStore other = StateStore.memory()) {
      OptionSeal seal = new OptionSeal(store);
      byte[] sealed = seal.seal(ID, OPTIONS);
      refused(new OptionSeal(other), ID, sealed);
      refused(seal, "another attach's".getBytes(US_ASCII), sealed);
      refused(seal, ID, OPTIONS);
      refused(seal, ID, new byte[0]);
      for (int bit = 0; bit < sealed.length * 8; bit += 13) {
        byte[] changed = sealed.clone();
        changed[bit >> 3] ^= (byte) (1 << (bit & 7));
        refused(seal, ID, changed);
      }
    }
  }

  private static void refused(OptionSeal seal, byte[] id, byte[] sealed) {
    assertThatThrownBy(() -> seal.open(id, sealed))
        .isInstanceOf(VgiException.class)
        .hasMessageContaining("attach_opaque_data not recognized");
  }
}
