package io.vgi.http.internal.external;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Names of places for uploads. A name says itself what may be put there and is sealed with a key of
 * this process, so that nothing is kept of the places that nobody fills. Any thread.
 */
final class SignedUploadNames {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int ID_BYTES = 16;
  private static final int SEALED_BYTES = ID_BYTES + 2 * Long.BYTES;
  private static final int SEAL_BYTES = 16;

  private final SecureRandom random;
  private final SecretKeySpec key;

  SignedUploadNames(SecureRandom random) {
    this.random = random;
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  UploadTarget next(long maxBytes, Instant expires) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    byte[] sealed =
        ByteBuffer.allocate(SEALED_BYTES)
            .put(id)
            .putLong(expires.toEpochMilli())
            .putLong(maxBytes)
            .array();
    HexFormat hex = HexFormat.of();
    return place(hex.formatHex(sealed) + hex.formatHex(digest("upload", sealed)), sealed);
  }

  /** The place that {@code upload} names; null when it names none, or one that has ended. */
  @Nullable UploadTarget read(String upload) {
    if (upload.length() != 2 * (SEALED_BYTES + SEAL_BYTES)) {
      return null;
    }
    byte[] name;
    try {
      name = HexFormat.of().parseHex(upload);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
    byte[] sealed = Arrays.copyOf(name, SEALED_BYTES);
    byte[] seal = Arrays.copyOfRange(name, SEALED_BYTES, name.length);
    if (!MessageDigest.isEqual(seal, digest("upload", sealed))) {
      return null;
    }
    UploadTarget place = place(upload, sealed);
    return place.expires().isBefore(Instant.now()) ? null : place;
  }

  private UploadTarget place(String upload, byte[] sealed) {
    ByteBuffer in = ByteBuffer.wrap(sealed);
    byte[] id = new byte[ID_BYTES];
    in.get(id);
    Instant expires = Instant.ofEpochMilli(in.getLong());
    String file = HexFormat.of().formatHex(digest("file", id));
    return new UploadTarget(upload, file, in.getLong(), expires);
  }

  private byte[] digest(String use, byte[] bytes) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(use.getBytes(StandardCharsets.US_ASCII));
      return Arrays.copyOf(mac.doFinal(bytes), SEAL_BYTES);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("This JVM has no HMAC-SHA256", missing);
    }
  }
}
