package io.vgi.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Open sessions nobody uses at the moment, the last used one on top. */
final class Sessions {
  private static final int MOST_IDLE = 8;
  private static final long TRUSTED_MILLIS = 5_000;

  private final Connections connections;
  private final ArrayDeque<Session> idle = new ArrayDeque<>();
  private volatile @Nullable SqlDialect dialect;
  private boolean closed;

  Sessions(Connections connections) {
    this.connections = connections;
  }

  /** A session for one thread, until it is given back or closed. */
  Session take() throws SQLException {
    long now = System.currentTimeMillis();
    for (Session session = poll(); session != null; session = poll()) {
      if (!session.stale(now, TRUSTED_MILLIS)) {
        return session;
      }
      discard(session, null);
    }
    return open();
  }

  private synchronized @Nullable Session poll() throws SQLException {
    if (closed) {
      throw new SQLException("it is closed");
    }
    return idle.poll();
  }

  private Session open() throws SQLException {
    Connection connection = connections.open();
    boolean ready = false;
    try {
      SqlDialect known = dialect;
      SqlDialect found = known == null ? SqlDialect.of(connection) : known;
      found.prepare(connection);
      if (known == null) {
        found.ensureSchema(connection);
        dialect = found;
      }
      ready = true;
      return new Session(connection, found);
    } finally {
      if (!ready) {
        connection.close();
      }
    }
  }

  /** Gives a session back; one whose transaction could not be ended is closed. */
  void give(Session session) {
    session.idle(System.currentTimeMillis());
    synchronized (this) {
      if (!closed && !session.inTransaction() && idle.size() < MOST_IDLE) {
        idle.push(session);
        return;
      }
    }
    discard(session, null);
  }

  /** Closes a session after {@code fault}, or because it is not needed. */
  void discard(Session session, @Nullable Throwable fault) {
    SQLException another = session.close();
    if (fault != null && another != null) {
      fault.addSuppressed(another);
    }
  }

  void close() {
    ArrayDeque<Session> last;
    synchronized (this) {
      closed = true;
      last = new ArrayDeque<>(idle);
      idle.clear();
    }
    for (Session session : last) {
      discard(session, null);
    }
  }
}
