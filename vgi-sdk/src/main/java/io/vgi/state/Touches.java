package io.vgi.state;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Notes the use of scopes, but not more often than their lifetime calls for. */
final class Touches {
  private static final long LONGEST_MILLIS = 60_000;
  private static final int MOST_SCOPES = 4096;

  private final Map<ByteBuffer, Long> due = new HashMap<>();
  private final int most;

  Touches() {
    this(MOST_SCOPES);
  }

  /** Remembers {@code most} scopes; after more than those it looks at all of them again. */
  Touches(int most) {
    this.most = most;
  }

  /** Called before each use of a scope. */
  void touch(Session session, byte[] scope) throws SQLException {
    long now = System.currentTimeMillis();
    synchronized (this) {
      Long next = due.get(ByteBuffer.wrap(scope));
      if (next != null && now < next) {
        return;
      }
    }
    long[] times =
        session.first(row -> new long[] {row.getLong(1), row.getLong(2)}, Sql.SCOPE, scope);
    if (times == null) {
      return;
    }
    long next = times[1] + interval(times[0]);
    if (next <= now) {
      session.run(Sql.TOUCH, now, scope);
      next = now + interval(times[0]);
    }
    note(scope, next);
  }

  /** Called when a scope was opened. */
  void opened(byte[] scope, long lifetime, long now) {
    note(scope, now + interval(lifetime));
  }

  synchronized void forget(byte[] scope) {
    due.remove(ByteBuffer.wrap(scope));
  }

  private synchronized void note(byte[] scope, long next) {
    if (due.size() >= most) {
      due.clear();
    }
    due.put(ByteBuffer.wrap(scope.clone()), next);
  }

  private static long interval(long lifetime) {
    return Math.min(lifetime / 4, LONGEST_MILLIS);
  }
}
