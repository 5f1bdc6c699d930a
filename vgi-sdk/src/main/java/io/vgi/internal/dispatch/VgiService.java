package io.vgi.internal.dispatch;

import io.vgi.catalog.CatalogSource;
import io.vgi.internal.kind.CursorCodecs;
import io.vgi.internal.kind.SplitTokens;
import io.vgi.internal.kind.StreamOpening;
import io.vgi.internal.wire.Dialect;
import io.vgi.rpc.Service;
import io.vgi.state.StateStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The protocol over a worker's catalogs, in every revision that is implemented. */
public final class VgiService {
  private static final List<String> REVISIONS = List.of("2.0");

  private VgiService() {}

  /**
   * Returns the service of {@code catalogs}.
   *
   * @param announced the version to serve under instead of the real one, or null
   * @param store what calls share
   * @param sessions the live catalogs that are open, which the caller closes at the end
   */
  public static Service of(
      List<? extends CatalogSource> catalogs,
      @Nullable String announced,
      StateStore store,
      LiveSessions sessions) {
    ServedCatalogs served = new ServedCatalogs(catalogs, store, sessions);
    Bindings bindings = new Bindings(served);
    Executions executions = new Executions(bindings, store);
    SplitTokens splits = new SplitTokens();
    CursorCodecs cursors = new CursorCodecs();
    WindowCalls windows = new WindowCalls(executions, store);
    StreamCalls streams =
        new StreamCalls(bindings, new StreamOpening.Services(store, splits, cursors, executions));
    Map<String, MethodFamily> unary =
        byMethod(
            List.of(
                new CatalogCalls(served, store),
                new TransactionCalls(served, store),
                new SchemaCalls(served),
                new TableCalls(served),
                new EditCalls(served),
                new FunctionCalls(bindings, splits),
                new BufferingCalls(executions, cursors, store),
                new AggregateCalls(bindings, executions, store, windows),
                windows,
                new RunningCalls(bindings, executions, store)));
    Dialect newest = Dialect.load(REVISIONS.get(0));
    List<DialectRevision> revisions = new ArrayList<>(REVISIONS.size());
    for (String id : REVISIONS) {
      Dialect dialect = id.equals(newest.id()) ? newest : Dialect.load(id);
      String version = announced == null ? dialect.version() : announced;
      revisions.add(new DialectRevision(dialect, version, unary, streams));
    }
    return Service.of(newest.protocol(), revisions);
  }

  private static Map<String, MethodFamily> byMethod(List<MethodFamily> families) {
    Map<String, MethodFamily> unary = new HashMap<>();
    for (MethodFamily family : families) {
      for (String method : family.methods()) {
        if (unary.put(method, family) != null) {
          throw new IllegalStateException("Two families handle '" + method + "'");
        }
      }
    }
    return unary;
  }
}
