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
    volatile String failing = "";
    final List<View> views = new ArrayList<>();
    final List<Macro> macros = new ArrayList<>();
    final List<Index> indexes = new ArrayList<>();
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

    synchronized void forget() {
      asked.clear();
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
    if (failure != null && (content.failing.isEmpty() || content.failing.equals(method))) {
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
  public List<View> views(CatalogCall call, String schema) throws Exception {
    ask("views");
    return content.views;
  }

  @Override
  public List<Macro> macros(CatalogCall call, String schema) throws Exception {
    ask("macros");
    return content.macros;
  }

  @Override
  public List<Index> indexes(CatalogCall call, String schema) throws Exception {
    ask("indexes");
    return content.indexes;
  }

  @Override
  public void close() {
    closed = true;
    content.closed.incrementAndGet();
  }
}
