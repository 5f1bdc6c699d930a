package io.vgi.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A live catalog of one schema in this process's memory, which counts what it is asked. */
final class MemoryCatalog implements LiveCatalog {
  /** What catalogs that are opened for several attaches share. */
  static final class Content {
    final AtomicLong version = new AtomicLong(1);
    final Map<String, Table> tables = new ConcurrentHashMap<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final Map<String, Integer> asked = new TreeMap<>();
    volatile @Nullable Exception failure;
    Schema main = Schema.named("main").comment("of memory").build();

    void put(TableBuilder table) {
      Table built = table.build();
      tables.put(built.name(), built);
      version.incrementAndGet();
    }

    void drop(String name) {
      tables.remove(name);
      version.incrementAndGet();
    }

    synchronized int asked(String method) {
      return asked.getOrDefault(method, 0);
    }
  }

  private final Content content;
  private volatile boolean closed;

  MemoryCatalog(Content content) {
    this.content = content;
    content.opened.incrementAndGet();
  }

  private void ask(String method) throws Exception {
    synchronized (content) {
      content.asked.merge(method, 1, Integer::sum);
    }
    if (closed) {
      throw new IllegalStateException("asked after it was closed");
    }
    Exception failure = content.failure;
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public long version(CatalogCall call) throws Exception {
    ask("version");
    return content.version.get();
  }

  @Override
  public List<Schema> schemas(CatalogCall call) throws Exception {
    ask("schemas");
    return List.of(content.main);
  }

  @Override
  public List<Table> tables(CatalogCall call, String schema) throws Exception {
    ask("tables");
    return new ArrayList<>(content.tables.values());
  }

  @Override
  public @Nullable Table table(CatalogCall call, String schema, String name) throws Exception {
    ask("table");
    return content.tables.get(name);
  }

  @Override
  public long estimatedTables(CatalogCall call, String schema) throws Exception {
    ask("estimatedTables");
    return content.tables.size();
  }

  @Override
  public void close() {
    closed = true;
    content.closed.incrementAndGet();
  }
}
