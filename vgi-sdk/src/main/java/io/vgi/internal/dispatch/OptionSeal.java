package io.vgi.internal.dispatch;

import io.vgi.rpc.VgiException;
import io.vgi.state.Lifetime;
import io.vgi.state.StateStore;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes the options of an attach unreadable to who sees what the engine keeps of it, and its log:
 * AES-256-GCM under a key that is kept where the state is, so that all processes of a worker have
 * it. Any thread.
 */
final class OptionSeal {
  private static final byte[] SCOPE = "vgi option seal.".getBytes(StandardCharsets.US_ASCII);
  private static final String NAME = "seal";
  private static final byte[] KEY = {};
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final StateStore store;
  private volatile @Nullable SecretKey known;

  /** Loading the secure generator takes longer than the first answer may. */
  private static final class Random {
    static final SecureRandom SOURCE = new SecureRandom();
  }

  OptionSeal(StateStore store) {
    this.store = store;
  }

  /** Seals {@code options}; {@code id} is that of their attach. */
  byte[] seal(byte[] id, byte[] options) {
    byte[] nonce = new byte[NONCE_BYTES];
    Random.SOURCE.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key(true), nonce, id);
      byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + options.length + TAG_BITS / 8);
      cipher.doFinal(options, 0, options.length, sealed, NONCE_BYTES);
      return sealed;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Options could not be sealed", impossible);
    }
  }

  /**
   * Opens what {@link #seal} gave.
   *
   * @throws VgiException when it was changed, or sealed where another state is kept
   */
  byte[] open(byte[] id, byte[] sealed) {
    if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
      throw AttachData.notRecognized();
    }
    try {
      byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key(false), nonce, id);
      return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    } catch (AEADBadTagException other) {
      throw AttachData.notRecognized();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Options could not be opened", impossible);
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] id)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(id);
    return cipher;
  }

  /** Each attach touches the key, which goes with the last attach that may use it. */
  private SecretKey key(boolean attaching) {
    SecretKey key = known;
    if (key != null && !attaching) {
      return key;
    }
    store.open(SCOPE, Lifetime.attach());
    byte[] kept = store.update(SCOPE, NAME, KEY, old -> old == null ? newKey() : old);
    if (kept == null) {
      throw new IllegalStateException("The store has lost the key of options");
    }
    key = new SecretKeySpec(kept, "AES");
    known = key;
    return key;
  }

  private byte[] newKey() {
    byte[] key = new byte[KEY_BYTES];
    Random.SOURCE.nextBytes(key);
    return key;
  }
}
