package io.vgi.internal.dispatch;

import io.vgi.catalog.CatalogSource;
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
   */
  public static Service of(
      List<? extends CatalogSource> catalogs, @Nullable String announced, StateStore store) {
    ServedCatalogs served = new ServedCatalogs(catalogs, new OptionSeal(store));
    FunctionCalls functions = new FunctionCalls(served, store);
    Executions executions = new Executions(store);
    BufferingCalls buffering = new BufferingCalls(functions, executions, store);
    AggregateBinds binds = new AggregateBinds(served, executions, store);
    WindowCalls windows = new WindowCalls(binds, store);
    StreamCalls streams =
        new StreamCalls(
            functions,
            new TableStreams(functions.splits(), store),
            new RowStreams(store),
            new BufferingStreams(buffering));
    List<UnaryCall> families =
        List.of(
            new CatalogCalls(served, store),
            new SchemaCalls(served),
            new TableCalls(served, store),
            new ReadOnlyCalls(),
            functions,
            buffering,
            new AggregateCalls(binds, store, windows),
            windows,
            new RunningCalls(binds, executions, store));
    Map<String, UnaryCall> unary = new HashMap<>();
    for (UnaryCall family : families) {
      for (String method : family.methods()) {
        unary.put(method, family);
      }
    }
    Dialect newest = Dialect.load(REVISIONS.get(0));
    List<DialectRevision> revisions = new ArrayList<>(REVISIONS.size());
    for (String id : REVISIONS) {
      Dialect dialect = id.equals(newest.id()) ? newest : Dialect.load(id);
      String version = announced == null ? dialect.version() : announced;
      revisions.add(new DialectRevision(dialect, version, unary, streams));
    }
    return Service.of(newest.protocol(), revisions);
  }
}
