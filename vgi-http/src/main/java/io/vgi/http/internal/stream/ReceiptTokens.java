package io.vgi.http.internal.stream;

import io.vgi.rpc.Principal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of answers that clients fetch, which shows that they have got the address. All of an
 * answer is in its address, so that any replica with the same key can give it. Any thread.
 */
public final class ReceiptTokens {
  /** What their paths begin with, behind the server's prefix. */
  public static final String ROUTE = "/__received__/";

  private static final byte RECEIPT = 'R';

  private final Sealer sealer;
  private final String base;

  /** Addresses of a server that clients know by {@code address}, its prefix included. */
  public ReceiptTokens(Sealer sealer, URI address) {
    this.sealer = sealer;
    String text = address.toString();
    this.base = (text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + ROUTE;
  }

  /**
   * What is told when an answer is fetched.
   *
   * @param protocol of the call
   * @param method of the call
   * @param note what the method wants told
   */
  public record Receipt(String protocol, String method, byte[] note) {}

  /**
   * An answer that is fetched.
   *
   * @param answer an Arrow stream
   */
  public record Fetched(Receipt receipt, byte[] answer) {}

  /** Where clients fetch {@code answer}, an Arrow stream. */
  public String location(Receipt receipt, byte[] answer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeUTF(receipt.protocol());
      out.writeUTF(receipt.method());
      out.writeInt(receipt.note().length);
      out.write(receipt.note());
      out.write(answer);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    byte[] sealed = sealer.seal(RECEIPT, "", Principal.ANONYMOUS, bytes.toByteArray());
    return base + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  /** What {@code token}, the end of an address, is for; null when it is none of these servers'. */
  public @Nullable Fetched open(String token) {
    byte[] sealed;
    try {
      sealed = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException other) {
      return null;
    }
    byte[] bytes = sealer.open(RECEIPT, "", Principal.ANONYMOUS, sealed);
    if (bytes == null) {
      return null;
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      Receipt receipt = new Receipt(in.readUTF(), in.readUTF(), in.readNBytes(in.readInt()));
      return new Fetched(receipt, in.readAllBytes());
    } catch (IOException impossible) { // it was sealed here
      throw new UncheckedIOException(impossible);
    }
  }
}
