package io.vgi.http.internal.stream;

import io.vgi.rpc.Principal;
import io.vgi.rpc.Seal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals bytes so that only holders of the same key can read or change them: AES-256-GCM under a key
 * that each process derives with a salt of its own, so that a counter can be the nonce and no nonce
 * is ever used twice. Several keys let replicas change theirs one after the other. Any thread.
 */
public final class Sealer {
  private static final byte VERSION = 1;
  private static final byte KEPT = 'K';
  private static final byte[] NO_USE = {};
  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int HEAD_BYTES = 1 + SALT_BYTES + NONCE_BYTES;
  private static final int MOST_SALTS = 1024;
  private static final ThreadLocal<Cipher> CIPHER = ThreadLocal.withInitial(Sealer::cipher);

  private final List<Root> roots = new ArrayList<>();
  private final byte[] salt = new byte[SALT_BYTES];
  private final SecretKey own;
  private final AtomicLong counter = new AtomicLong();

  /**
   * Seals with the first of {@code keys} and opens with all of them; with one that only this
   * process has when there are none.
   */
  public Sealer(List<byte[]> keys) {
    SecureRandom random = new SecureRandom();
    if (keys.isEmpty()) {
      byte[] secret = new byte[32];
      random.nextBytes(secret);
      roots.add(new Root(secret));
    }
    keys.forEach(key -> roots.add(new Root(key)));
    random.nextBytes(salt);
    this.own = roots.get(0).key(salt);
  }

  private static Cipher cipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("This JVM has no AES-GCM", missing);
    }
  }

  /** Seals {@code bytes} for one kind of use by one caller of one protocol. */
  byte[] seal(byte kind, String protocol, Principal caller, byte[] bytes) {
    return seal(bound(kind, protocol, caller, NO_USE), bytes);
  }

  /** What seals for one caller of one protocol, by uses that they name. */
  public Seal of(String protocol, Principal caller) {
    return new Seal() {
      @Override
      public byte[] seal(byte[] plain, byte[] use) {
        return Sealer.this.seal(bound(KEPT, protocol, caller, use), plain);
      }

      @Override
      public byte @Nullable [] open(byte[] sealed, byte[] use) {
        return Sealer.this.open(bound(KEPT, protocol, caller, use), sealed);
      }
    };
  }

  private byte[] seal(byte[] bound, byte[] bytes) {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    head.put(VERSION).put(salt).putInt(0).putLong(counter.incrementAndGet());
    try {
      Cipher cipher = CIPHER.get();
      cipher.init(Cipher.ENCRYPT_MODE, own, nonce(head.array()));
      cipher.updateAAD(bound);
      byte[] out = Arrays.copyOf(head.array(), HEAD_BYTES + bytes.length + TAG_BITS / 8);
      cipher.doFinal(bytes, 0, bytes.length, out, HEAD_BYTES);
      return out;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("A token could not be sealed", impossible);
    }
  }

  /** Opens what {@link #seal} gave for the same use; null when anything at all is different. */
  byte @Nullable [] open(byte kind, String protocol, Principal caller, byte[] sealed) {
    return open(bound(kind, protocol, caller, NO_USE), sealed);
  }

  private byte @Nullable [] open(byte[] bound, byte[] sealed) {
    if (sealed.length < HEAD_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
      return null;
    }
    byte[] with = Arrays.copyOfRange(sealed, 1, 1 + SALT_BYTES);
    boolean isOwn = Arrays.equals(with, salt);
    for (Root root : roots) {
      byte[] opened = open(isOwn ? own : root.key(with), bound, sealed);
      if (opened != null || isOwn) {
        return opened;
      }
    }
    return null;
  }

  private static byte @Nullable [] open(SecretKey key, byte[] bound, byte[] sealed) {
    try {
      Cipher cipher = CIPHER.get();
      cipher.init(Cipher.DECRYPT_MODE, key, nonce(sealed));
      cipher.updateAAD(bound);
      return cipher.doFinal(sealed, HEAD_BYTES, sealed.length - HEAD_BYTES);
    } catch (AEADBadTagException tampered) {
      return null;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("A token could not be opened", impossible);
    }
  }

  /** One of the keys, and those that were derived from it. */
  private static final class Root {
    private final SecretKey secret;
    private final ConcurrentHashMap<ByteBuffer, SecretKey> derived = new ConcurrentHashMap<>();

    Root(byte[] secret) {
      this.secret = new SecretKeySpec(secret, "HmacSHA256");
    }

    /** The key of the process that has the salt {@code with}. */
    SecretKey key(byte[] with) {
      SecretKey known = derived.get(ByteBuffer.wrap(with));
      if (known != null) {
        return known;
      }
      // anybody can make up a salt, so what is kept of them is bounded
      if (derived.size() >= MOST_SALTS) {
        derived.clear();
      }
      SecretKey key = derive(with);
      derived.put(ByteBuffer.wrap(with.clone()), key);
      return key;
    }

    private SecretKey derive(byte[] with) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(secret);
        mac.update("vgi stream token".getBytes(StandardCharsets.US_ASCII));
        return new SecretKeySpec(mac.doFinal(with), "AES");
      } catch (GeneralSecurityException missing) {
        throw new IllegalStateException("This JVM has no HMAC-SHA256", missing);
      }
    }
  }

  private static GCMParameterSpec nonce(byte[] token) {
    return new GCMParameterSpec(TAG_BITS, token, 1 + SALT_BYTES, NONCE_BYTES);
  }

  /** Who may use a token for what; the lengths keep one name from running into the next. */
  private static byte[] bound(byte kind, String protocol, Principal caller, byte[] use) {
    byte[] name = protocol.getBytes(StandardCharsets.UTF_8);
    byte[] domain = caller.domain().getBytes(StandardCharsets.UTF_8);
    byte[] who = caller.name().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + 12 + name.length + domain.length + who.length + use.length)
        .put(kind)
        .putInt(name.length)
        .put(name)
        .putInt(domain.length)
        .put(domain)
        .putInt(who.length)
        .put(who)
        .put(use)
        .array();
  }
}
