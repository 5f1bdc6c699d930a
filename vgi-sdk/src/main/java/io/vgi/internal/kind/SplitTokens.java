package io.vgi.internal.kind;

import io.vgi.function.SplittableTableFunction;
import io.vgi.internal.call.BoundCall;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.codec.RecordCodec;
import io.vgi.internal.codec.TypeArguments;
import io.vgi.rpc.Seal;
import io.vgi.rpc.VgiException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * The parts of a scan, and the opaque tokens in which the engine keeps them: bound to the call they
 * were planned for, and sealed where callers are told apart. Any process of the worker can open any
 * of them, which is how one scan spreads over threads and processes.
 */
public final class SplitTokens {
  private static final byte VERSION = 3;
  private static final byte[] USE = "vgi.split_token.v1".getBytes(StandardCharsets.US_ASCII);

  private final Map<Class<?>, RecordCodec<?>> codecs = new ConcurrentHashMap<>();

  /** The parts of a scan. */
  List<byte[]> plan(SplittableTableFunction<?, ?> function, ScanCall scan) throws Exception {
    List<byte[]> parts = new ArrayList<>();
    for (Record split : function.splits(scan)) {
      parts.add(codec(function).encode(split));
    }
    return parts;
  }

  /** Tokens of {@code parts} for the call that {@code bindCall} describes, as it came. */
  public List<byte[]> seal(BoundCall bound, byte[] bindCall, List<byte[]> parts) {
    byte[] use = use(bound, bindCall);
    byte[] head = head(use);
    Seal seal = bound.context().seal();
    List<byte[]> tokens = new ArrayList<>(parts.size());
    for (byte[] part : parts) {
      byte[] token = Arrays.copyOf(head, head.length + part.length);
      System.arraycopy(part, 0, token, head.length, part.length);
      tokens.add(seal.seal(token, use));
    }
    return tokens;
  }

  /** The parts that {@code tokens} stand for, which must be of the same call. */
  List<byte[]> unseal(BoundCall bound, byte[] bindCall, List<byte[]> tokens) {
    byte[] use = use(bound, bindCall);
    byte[] head = head(use);
    Seal seal = bound.context().seal();
    List<byte[]> parts = new ArrayList<>(tokens.size());
    for (byte[] token : tokens) {
      byte[] plain = seal.open(token, use);
      if (plain == null
          || plain.length < head.length
          || !Arrays.equals(plain, 0, head.length, head, 0, head.length)) {
        throw VgiException.invalidArgument(
            "[SPLIT_TOKEN_INVALID] A split token given to '"
                + bound.spec().name()
                + "' was changed, or belongs to another caller, to another version or to a call"
                + " with other arguments or settings; plan the scan again");
      }
      parts.add(Arrays.copyOfRange(plain, head.length, plain.length));
    }
    return parts;
  }

  /** Opens {@code part} of a scan. */
  @SuppressWarnings("unchecked") // the split is decoded by the function's own codec
  Object open(SplittableTableFunction<?, ?> function, ScanCall scan, byte[] part) throws Exception {
    return ((SplittableTableFunction<Object, Record>) function).open(scan, split(function, part));
  }

  private Record split(SplittableTableFunction<?, ?> function, byte[] part) {
    try {
      return codec(function).decode(part);
    } catch (IllegalArgumentException malformed) {
      throw VgiException.invalidArgument("[SPLIT_TOKEN_INVALID] " + malformed.getMessage());
    }
  }

  @SuppressWarnings("unchecked") // the class is the function's own type argument
  private RecordCodec<Record> codec(SplittableTableFunction<?, ?> function) {
    return (RecordCodec<Record>)
        codecs.computeIfAbsent(
            function.getClass(),
            type -> RecordCodec.of(TypeArguments.of(type, SplittableTableFunction.class, 1)));
  }

  /**
   * What a seal is bound to: the function, and the bind request with the attach, the transaction,
   * the arguments, the version asked for, the settings and the secrets.
   */
  private static byte[] use(BoundCall bound, byte[] bindCall) {
    byte[] schema = bound.entry().schema().getBytes(StandardCharsets.UTF_8);
    byte[] name = bound.spec().name().getBytes(StandardCharsets.UTF_8);
    int size = schema.length + name.length + bindCall.length;
    // the lengths keep one from running into the next
    return ByteBuffer.allocate(USE.length + 2 * Integer.BYTES + size)
        .put(USE)
        .putInt(schema.length)
        .put(schema)
        .putInt(name.length)
        .put(name)
        .put(bindCall)
        .array();
  }

  /** The version and a sum of the use, against mistakes where nothing is sealed. */
  private static byte[] head(byte[] use) {
    CRC32C sum = new CRC32C();
    sum.update(use, 0, use.length);
    return ByteBuffer.allocate(1 + Integer.BYTES).put(VERSION).putInt((int) sum.getValue()).array();
  }
}
