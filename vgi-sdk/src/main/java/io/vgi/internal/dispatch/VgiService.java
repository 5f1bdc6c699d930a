package io.vgi.internal.dispatch;

import io.vgi.catalog.CatalogSource;
import io.vgi.internal.kind.CursorCodecs;
import io.vgi.internal.kind.SplitTokens;
import io.vgi.internal.kind.StreamOpening;
import io.vgi.rpc.Service;
import io.vgi.state.StateStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The protocol over a worker's catalogs, in every revision that is implemented. */
public final class VgiService {
  private static final String FIRST = "vgi.v2";
  private static final String SECOND = "vgi.v3";

  /** What a version that does not exist is announced over. */
  private static final String ANNOUNCING = "2.2";

  /** The revisions that there are, the newest first. */
  public static final List<String> REVISIONS =
      List.of("3.0", ANNOUNCING, "2.1", "2.0", "1.3", "1.2", "1.0");

  private VgiService() {}

  /**
   * Returns the services of {@code catalogs}, one for each name of the protocol; what they share
   * they share in one model.
   *
   * @param revisions which are served, of {@link #REVISIONS} and in that order
   * @param announced the version to serve under instead of the real one, or null
   * @param store what calls share
   * @param sessions the live catalogs that are open, which the caller closes at the end
   */
  public static List<Service> of(
      List<? extends CatalogSource> catalogs,
      List<String> revisions,
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
    if (announced != null) {
      return List.of(
          Service.of(FIRST, List.of(new DialectRevision(ANNOUNCING, announced, unary, streams))));
    }
    List<DialectRevision> first = new ArrayList<>(revisions.size());
    List<DialectRevision> second = new ArrayList<>(1);
    for (String id : revisions) {
      (id.charAt(0) < '3' ? first : second).add(new DialectRevision(id, id + ".0", unary, streams));
    }
    List<Service> services = new ArrayList<>(2);
    if (!first.isEmpty()) {
      services.add(Service.of(FIRST, first));
    }
    if (!second.isEmpty()) {
      services.add(Service.of(SECOND, second));
    }
    return services;
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
