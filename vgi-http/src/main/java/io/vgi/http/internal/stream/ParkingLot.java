package io.vgi.http.internal.stream;

import io.vgi.http.internal.auth.CallerKey;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Streams in the order of parking, up to a number and a size. When there are too many, the caller
 * who has the most loses its oldest, so that nobody can push out those of others. Its user holds
 * the lock.
 */
final class ParkingLot {
  private final int most;
  private final long mostBytes;
  private final long nanos;
  private final Map<ByteBuffer, Parked> streams = new LinkedHashMap<>();
  private final Map<CallerKey, Share> shares = new HashMap<>();
  private long bytes;

  private record Parked(HttpStream stream, CallerKey caller, long bytes, long since) {}

  /** What one caller has here. */
  private static final class Share {
    private int count;
    private long bytes;
  }

  /** Keeps {@code most} streams of {@code mostBytes} together, each for {@code nanos}. */
  ParkingLot(int most, long mostBytes, long nanos) {
    this.most = most;
    this.mostBytes = mostBytes;
    this.nanos = nanos;
  }

  int size() {
    return streams.size();
  }

  @Nullable HttpStream get(ByteBuffer key) {
    Parked parked = streams.get(key);
    return parked == null ? null : parked.stream();
  }

  @Nullable HttpStream remove(ByteBuffer key) {
    Parked parked = streams.remove(key);
    if (parked == null) {
      return null;
    }
    left(parked);
    return parked.stream();
  }

  private void left(Parked parked) {
    Share share = shares.get(parked.caller());
    bytes -= parked.bytes();
    if (share != null) {
      share.bytes -= parked.bytes();
      if (--share.count == 0) {
        shares.remove(parked.caller());
      }
    }
  }

  /** Adds a stream that is not here, parked at {@code now} by the nanosecond clock. */
  void add(HttpStream stream, long now) {
    long held = stream.heldBytes();
    Parked parked = new Parked(stream, stream.caller(), held, now);
    streams.put(stream.key(), parked);
    Share share = shares.computeIfAbsent(parked.caller(), caller -> new Share());
    share.count++;
    share.bytes += held;
    bytes += held;
  }

  /** Moves what is above the limits to {@code over}; a stream that is alone may be of any size. */
  void takeExcess(List<HttpStream> over) {
    while (streams.size() > most || (bytes > mostBytes && streams.size() > 1)) {
      over.add(oldestOf(greatest(streams.size() > most)));
    }
  }

  private CallerKey greatest(boolean byCount) {
    Map.Entry<CallerKey, Share> greatest = null;
    for (Map.Entry<CallerKey, Share> entry : shares.entrySet()) {
      if (greatest == null || size(entry, byCount) > size(greatest, byCount)) {
        greatest = entry;
      }
    }
    if (greatest == null) {
      throw new IllegalStateException("Streams without callers");
    }
    return greatest.getKey();
  }

  private static long size(Map.Entry<CallerKey, Share> entry, boolean byCount) {
    return byCount ? entry.getValue().count : entry.getValue().bytes;
  }

  private HttpStream oldestOf(CallerKey caller) {
    Iterator<Parked> all = streams.values().iterator();
    while (all.hasNext()) {
      Parked parked = all.next();
      if (parked.caller().equals(caller)) {
        all.remove();
        left(parked);
        return parked.stream();
      }
    }
    throw new IllegalStateException("A caller without streams");
  }

  /**
   * Moves the oldest streams to {@code over} that hold {@code wanted} bytes together; none when all
   * hold less. Returns whether there are such.
   */
  boolean takeOldest(long wanted, List<HttpStream> over) {
    if (wanted > bytes) {
      return false;
    }
    long found = 0;
    Iterator<Parked> all = streams.values().iterator();
    while (found < wanted && all.hasNext()) {
      Parked parked = all.next();
      if (parked.bytes() > 0) {
        all.remove();
        left(parked);
        over.add(parked.stream());
        found += parked.bytes();
      }
    }
    return true;
  }

  /** Moves what waited for too long to {@code over}; the first that is young ends the search. */
  void takeExpired(List<HttpStream> over) {
    long now = System.nanoTime();
    Iterator<Parked> all = streams.values().iterator();
    while (all.hasNext()) {
      Parked parked = all.next();
      if (now - parked.since() < nanos) {
        return;
      }
      all.remove();
      left(parked);
      over.add(parked.stream());
    }
  }

  /** Moves everything to {@code over}. */
  void takeAll(List<HttpStream> over) {
    streams.values().forEach(parked -> over.add(parked.stream()));
    streams.clear();
    shares.clear();
    bytes = 0;
  }
}
