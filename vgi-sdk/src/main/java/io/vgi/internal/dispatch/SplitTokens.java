package io.vgi.internal.dispatch;

import io.vgi.function.SplittableTableFunction;
import io.vgi.internal.bind.BoundCall;
import io.vgi.internal.bind.RecordCodec;
import io.vgi.internal.bind.TypeArguments;
import io.vgi.internal.stream.ScanCall;
import io.vgi.rpc.VgiException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The parts of a scan as opaque tokens: version, the function's name, the part. Any process of the
 * worker can open any of them, which is how one scan spreads over threads and processes.
 */
public final class SplitTokens {
  private static final byte VERSION = 1;

  private final Map<Class<?>, RecordCodec<?>> codecs = new ConcurrentHashMap<>();

  /** The tokens of a scan; a function without parts has one, which stands for all of it. */
  List<byte[]> plan(ScanCall scan) throws Exception {
    BoundCall bound = scan.bound();
    List<byte[]> tokens = new ArrayList<>();
    if (bound.entry().table() instanceof SplittableTableFunction<?, ?> function) {
      for (Record split : function.splits(scan)) {
        tokens.add(token(bound, codec(function).encode(split)));
      }
    } else {
      tokens.add(token(bound, new byte[0]));
    }
    return tokens;
  }

  /** The part that {@code token} stands for. */
  public Record split(BoundCall bound, SplittableTableFunction<?, ?> function, byte[] token) {
    byte[] head = token(bound, new byte[0]);
    if (token.length < head.length || !Arrays.equals(token, 0, head.length, head, 0, head.length)) {
      throw VgiException.invalidArgument(
          "[SPLIT_TOKEN_INVALID] The split token belongs to another function or version");
    }
    try {
      return codec(function).decode(Arrays.copyOfRange(token, head.length, token.length));
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

  private static byte[] token(BoundCall bound, byte[] payload) {
    byte[] name = bound.entry().spec().name().getBytes(StandardCharsets.UTF_8);
    byte[] token = new byte[2 + name.length + payload.length];
    token[0] = VERSION;
    token[1] = (byte) name.length;
    System.arraycopy(name, 0, token, 2, name.length);
    System.arraycopy(payload, 0, token, 2 + name.length, payload.length);
    return token;
  }
}
