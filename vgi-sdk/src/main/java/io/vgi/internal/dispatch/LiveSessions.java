package io.vgi.internal.dispatch;

import io.vgi.catalog.LiveCatalog;
import io.vgi.rpc.Principal;
import io.vgi.rpc.internal.log.WorkerLog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The live catalogs that are open in this process, one for each attach that calls came for. Those
 * that nobody used for ten minutes are closed, and those used longest ago where there are too many;
 * it looks whenever one is used, so a worker that is idle closes none. None is closed while a call
 * uses it. Any thread.
 */
public final class LiveSessions implements AutoCloseable {
  private static final int MOST = 256;
  private static final long IDLE_NANOS = 600_000_000_000L;

  private final Map<ByteBuffer, LiveSession> sessions = new LinkedHashMap<>(16, 0.75f, true);
  private final int most;
  private final @Nullable LongSupplier clock;
  private boolean closed;

  /** None is open yet. */
  public LiveSessions() {
    this(LruCache.most(MOST), null);
  }

  LiveSessions(int most, @Nullable LongSupplier clock) {
    this.most = most;
    this.clock = clock;
  }

  /**
   * The open session of {@code attach}, which the caller {@linkplain LiveSession#release releases}.
   * Threads that come while it is opened wait for it, and share its failure.
   *
   * @param attach names the attach and all that it asked for
   * @param caller whose it is; another caller has it opened anew
   */
  LiveSession enter(ByteBuffer attach, Principal caller, Callable<LiveCatalog> opener)
      throws Exception {
    List<LiveSession> ended = new ArrayList<>(0);
    LiveSession session;
    synchronized (this) {
      session = sessions.get(attach);
      if (session != null && !ServedCatalogs.isSame(session.caller(), caller)) {
        sessions.remove(attach);
        end(session, ended);
        session = null;
      }
      if (session == null) {
        session = new LiveSession(this, caller, opener);
        if (closed) {
          session.ended = true;
        } else {
          sessions.put(attach, session);
        }
      }
      session.uses++;
      session.used = now();
      endOld(ended);
    }
    closeAll(ended);
    try {
      session.open();
      return session;
    } catch (Throwable failure) {
      synchronized (this) {
        sessions.remove(attach, session);
        session.ended = true;
      }
      session.release();
      throw failure;
    }
  }

  private long now() {
    return clock == null ? System.nanoTime() : clock.getAsLong();
  }

  /** Ends what is too much or too old; what is in use stays. */
  private void endOld(List<LiveSession> ended) {
    long now = now();
    Iterator<LiveSession> eldest = sessions.values().iterator();
    while (eldest.hasNext()) {
      LiveSession old = eldest.next();
      if (sessions.size() <= most && now - old.used <= IDLE_NANOS) {
        return;
      }
      if (old.uses == 0) {
        eldest.remove();
        end(old, ended);
      }
    }
  }

  private static void end(LiveSession session, List<LiveSession> ended) {
    session.ended = true;
    if (session.uses == 0) {
      ended.add(session);
    }
  }

  void release(LiveSession session) {
    boolean last;
    synchronized (this) {
      session.uses--;
      session.used = now();
      last = session.ended && session.uses == 0;
    }
    if (last) {
      close(session);
    }
  }

  /** Ends the sessions of the attach called {@code id}; what calls still use is closed by them. */
  void end(byte[] id) {
    ByteBuffer prefix = ByteBuffer.wrap(id);
    List<LiveSession> ended = new ArrayList<>(0);
    synchronized (this) {
      Iterator<Map.Entry<ByteBuffer, LiveSession>> all = sessions.entrySet().iterator();
      while (all.hasNext()) {
        Map.Entry<ByteBuffer, LiveSession> one = all.next();
        ByteBuffer key = one.getKey();
        if (key.limit() >= id.length && key.slice(0, id.length).equals(prefix)) {
          all.remove();
          end(one.getValue(), ended);
        }
      }
    }
    closeAll(ended);
  }

  /** The worker ends: all are closed, those in use by the last call that uses them. */
  @Override
  public void close() {
    List<LiveSession> ended = new ArrayList<>(0);
    synchronized (this) {
      closed = true;
      for (LiveSession session : sessions.values()) {
        end(session, ended);
      }
      sessions.clear();
    }
    closeAll(ended);
  }

  private static void closeAll(List<LiveSession> ended) {
    for (LiveSession session : ended) {
      close(session);
    }
  }

  private static void close(LiveSession session) {
    @Nullable LiveCatalog catalog = session.catalogIfOpen();
    if (catalog == null) {
      return;
    }
    try {
      catalog.close();
    } catch (Exception failure) {
      // nobody waits for it, and there is nothing that a caller could do
      WorkerLog.warn("A live catalog could not be closed", failure);
    }
  }
}
