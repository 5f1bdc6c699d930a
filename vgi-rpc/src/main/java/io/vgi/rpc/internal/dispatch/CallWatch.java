package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.internal.ipc.ChunkedBuffer;
import io.vgi.rpc.internal.ipc.ConnectionBuffers;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.memory.GarbageWatch;
import io.vgi.rpc.internal.memory.IdleMemory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The thread that looks after the clients of calls which take long, one for the whole process. */
public final class CallWatch {
  private static final long BUSY_MILLIS = 50;
  private static final long QUIET_MILLIS = 250;
  private static final Set<Presence> WATCHED = ConcurrentHashMap.newKeySet();

  private static @Nullable Thread thread;

  // of the watching thread
  private static @Nullable IdleMemory memory;
  private static long spans;
  private static long bursts;
  private static long idleMillis;
  private static volatile boolean started;
  private static volatile boolean ownProcess;

  private CallWatch() {}

  /** Looks after {@code presence} until {@link #remove}. */
  public static void add(Presence presence) {
    WATCHED.add(presence);
    if (!started) {
      start();
    }
  }

  /** Has the heap collected as well, which is the worker's own: not that of a program around it. */
  public static void ownProcess() {
    ownProcess = true;
  }

  /** The connection is over. */
  public static void remove(Presence presence) {
    WATCHED.remove(presence);
  }

  private static synchronized void start() {
    if (thread == null) {
      Thread watch = new Thread("vgi-watch") { // a lambda costs the start more
            @Override
            public void run() {
              CallWatch.watch();
            }
          };
      watch.setDaemon(true);
      watch.start();
      thread = watch;
      started = true;
    }
  }

  private static void watch() {
    GarbageWatch garbage = new GarbageWatch();
    while (true) {
      try {
        boolean busy = watchAll();
        if (ownProcess) {
          garbage.look();
        }
        rest(busy);
        Thread.sleep(busy ? BUSY_MILLIS : QUIET_MILLIS);
      } catch (InterruptedException notMeant) {
        WorkerLog.debug("The watch was interrupted and goes on");
      } catch (OutOfMemoryError full) {
        // whoever has the memory is told of it; to say more would take some, and the watch goes on
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS));
      }
    }
  }

  /** Gives memory back after calls, when none ran for a while. */
  private static void rest(boolean busy) {
    long now = 0;
    for (Presence presence : WATCHED) {
      now += presence.spans();
    }
    if (busy || now != spans) {
      spans = now;
      bursts++;
      idleMillis = 0;
    } else {
      idleMillis += QUIET_MILLIS;
      if (idleMillis >= IdleMemory.AFTER_MILLIS) {
        idleMillis = 0;
        ConnectionBuffers.freeKept();
        ChunkedBuffer.freeKept();
        if (ownProcess) {
          IdleMemory known = memory == null ? new IdleMemory() : memory;
          memory = known;
          known.giveBack(bursts);
        }
      }
    }
  }

  private static boolean watchAll() {
    boolean busy = false;
    for (Presence presence : WATCHED) {
      try {
        busy |= presence.watch();
      } catch (OutOfMemoryError full) {
        throw full; // which says nothing of this call
      } catch (Throwable failure) { // the other calls are watched all the same
        remove(presence);
        WorkerLog.error("A call is not watched any more", failure);
      }
    }
    return busy;
  }
}
