package io.vgi.internal.state;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.Seal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * An execution, which belongs to the caller who began it.
 *
 * @param id what the engine calls it
 * @param scope its scope in the store
 */
public record Execution(byte[] id, byte[] scope) {
  /** A new one. */
  public static Execution begin(CallContext context) {
    return of(context, Ids.next());
  }

  /** The one that this caller calls {@code id}. */
  public static Execution of(CallContext context, byte[] id) {
    return new Execution(id, scope(context, id));
  }

  /**
   * The scope that a caller reaches by {@code id}. Where callers are told apart it depends on who
   * calls, so that an id which somebody else came to know leads nowhere.
   */
  public static byte[] scope(CallContext context, byte[] id) {
    if (context.seal() == Seal.NONE) {
      return id;
    }
    byte[] domain = context.principal().domain().getBytes(StandardCharsets.UTF_8);
    byte[] name = context.principal().name().getBytes(StandardCharsets.UTF_8);
    byte[] owned =
        ByteBuffer.allocate(2 * Integer.BYTES + domain.length + name.length + id.length)
            .putInt(domain.length)
            .put(domain)
            .putInt(name.length)
            .put(name)
            .put(id)
            .array();
    try {
      return MessageDigest.getInstance("SHA-256").digest(owned);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("This JVM has no SHA-256", missing);
    }
  }
}
