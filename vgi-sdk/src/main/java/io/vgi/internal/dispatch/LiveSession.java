package io.vgi.internal.dispatch;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.LiveCatalog;
import io.vgi.catalog.Schema;
import io.vgi.function.SqlFunction;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.wire.CallHolds;
import io.vgi.rpc.Principal;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** A live catalog that is open, or is being opened, for an attach. Any thread. */
final class LiveSession implements CallHolds.Hold {
  private final LiveSessions sessions;
  private final Principal caller;
  private final FutureTask<LiveCatalog> opening;
  private volatile @Nullable LiveCatalog catalog;
  private volatile @Nullable LiveChecks checks;
  private volatile @Nullable IdentityHashMap<SqlFunction, FunctionEntry> listed;

  // the three are guarded by the sessions
  int uses;
  boolean ended;
  long used;

  LiveSession(LiveSessions sessions, Principal caller, Callable<LiveCatalog> opener) {
    this.sessions = sessions;
    this.caller = caller;
    this.opening = new FutureTask<>(opener);
  }

  Principal caller() {
    return caller;
  }

  /** Opens the catalog, or waits for the thread that does. */
  void open() throws Exception {
    if (catalog != null) {
      return;
    }
    opening.run();
    try {
      catalog = opening.get();
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      if (cause instanceof Error error) {
        throw error;
      }
      throw (Exception) cause;
    }
  }

  /** The catalog, which is open for whoever entered. */
  LiveCatalog catalog() {
    LiveCatalog open = catalog;
    if (open == null) {
      throw new IllegalStateException("The live catalog is not open");
    }
    return open;
  }

  @Nullable LiveCatalog catalogIfOpen() {
    return catalog;
  }

  /** The checks of what the catalog gives. */
  LiveChecks checks(Catalog about) {
    LiveChecks known = checks;
    if (known == null) {
      known = new LiveChecks(about);
      checks = known;
    }
    return known;
  }

  /** Remembers the functions of {@code schemas}, so that tables that read them are told apart. */
  void listed(List<Schema> schemas) {
    IdentityHashMap<SqlFunction, FunctionEntry> all = new IdentityHashMap<>();
    for (Schema schema : schemas) {
      for (SqlFunction function : schema.functions()) {
        all.putIfAbsent(
            function, new FunctionEntry(schema.name(), schema.spec(function), function));
      }
    }
    listed = all;
  }

  /** Whether schemas were asked for. */
  boolean hasListed() {
    return listed != null;
  }

  /** The function as a schema listed it when they were last asked for, or null. */
  @Nullable FunctionEntry listed(SqlFunction function) {
    IdentityHashMap<SqlFunction, FunctionEntry> all = listed;
    return all == null ? null : all.get(function);
  }

  @Override
  public void release() {
    sessions.release(this);
  }
}
