package io.vgi.internal.dispatch;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogSource;
import io.vgi.catalog.Schema;
import io.vgi.function.SqlFunction;
import io.vgi.internal.kind.FunctionKind;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.state.Lifetime;
import io.vgi.state.StateStore;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether the state store can be used, where a catalog has functions that need it. */
public final class StateHealth implements Supplier<@Nullable String> {
  private static final int SCOPE_BYTES = 16;

  private final StateStore store;
  private final CatalogSources catalogs;

  /** Looks after {@code store}, as far as {@code catalogs} need it. */
  public StateHealth(List<? extends CatalogSource> catalogs, StateStore store) {
    this.store = store;
    this.catalogs = CatalogSources.of(catalogs);
  }

  private boolean needsState() {
    for (int i = 0; i < catalogs.size(); i++) {
      if (needsState(catalogs.made(i))) {
        return true;
      }
    }
    return false;
  }

  /** What an ATTACH chooses, or has made, is not known before, so it may need state. */
  private static boolean needsState(@Nullable CatalogSource source) {
    if (!(source instanceof Catalog catalog)) {
      return true;
    }
    for (Schema schema : catalog.schemas()) {
      if (schema.functions().stream().anyMatch(StateHealth::needsState)) {
        return true;
      }
    }
    return catalog.copyFormats().stream().anyMatch(StateHealth::needsState);
  }

  private static boolean needsState(SqlFunction function) {
    return FunctionKind.of(function, function.spec()).needsState();
  }

  @Override
  public @Nullable String get() {
    if (!needsState()) {
      return null;
    }
    byte[] scope = new byte[SCOPE_BYTES];
    new SecureRandom().nextBytes(scope);
    try {
      store.open(scope, Lifetime.execution());
      store.clear(scope);
      return null;
    } catch (VgiException unusable) {
      // its sentence has paths of this machine, and anybody may ask for the health
      WorkerLog.warn(String.valueOf(unusable.getMessage()), unusable.getCause());
      return "The state store cannot be used, which aggregates and other functions need; the worker's"
          + " log says why";
    }
  }
}
