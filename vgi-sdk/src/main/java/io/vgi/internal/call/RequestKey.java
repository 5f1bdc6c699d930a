package io.vgi.internal.call;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.internal.dispatch.ServerCallContext;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * What a request and its repetitions have in common, and no two other requests to one execution:
 * the client's mark says when it was sent, the content which of those that threads sent meanwhile.
 *
 * @param mark of the client, 0 when it has none
 * @param content a sum over what the request brings
 */
public record RequestKey(long mark, long content) {
  /** Of a request that is not repeated. */
  public static final RequestKey NONE = new RequestKey(0, 0);

  /** How many bytes it takes. */
  public static final int BYTES = 2 * Long.BYTES;

  /** Gives the client the mark of its next request. */
  public static void offer(CallContext context) {
    if (context instanceof ServerCallContext server) {
      server.mark();
    }
  }

  /** Of a request with {@code content}, which is now about to do what must not be done twice. */
  public static RequestKey begin(CallContext context, byte[] content) throws IOException {
    long mark = context instanceof ServerCallContext server ? server.begin() : 0;
    return mark == 0 ? NONE : new RequestKey(mark, sum(content));
  }

  /** The processor counts both sums, so this costs less than one good hash. */
  private static long sum(byte[] content) {
    CRC32C low = new CRC32C();
    CRC32 high = new CRC32();
    low.update(content, 0, content.length);
    high.update(content, 0, content.length);
    return high.getValue() << Integer.SIZE | low.getValue();
  }

  /** Whether repetitions of the request can be told. */
  public boolean isKnown() {
    return mark != 0;
  }

  /** Writes it. */
  public void write(DataOutput out) throws IOException {
    out.writeLong(mark);
    out.writeLong(content);
  }

  /** Reads it. */
  public static RequestKey read(DataInput in) throws IOException {
    return new RequestKey(in.readLong(), in.readLong());
  }
}
