package io.vgi.testing;

import io.vgi.catalog.CatalogSource;
import io.vgi.rpc.Principal;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.StateStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A worker and a session of SQL in one, without an engine and without a process: it calls functions
 * and scans tables with the requests that DuckDB would send, over pipes in memory, and reads what
 * the worker answers.
 *
 * <pre>{@code
 * try (LocalWorker worker = LocalWorker.of(catalog)) {
 *   assertEquals(List.of(11L, 22L), worker.scalar("add").of(List.of(1L, 2L), List.of(10L, 20L)));
 *   worker.table("orders", 100).where("id > 5").columns("id").limit(3).rows(Order.class);
 *   worker.aggregate("total").groupBy(List.of("a", "b")).of(List.of(1L, 2L));
 * }
 * }</pre>
 *
 * <p>Values are natural Java values: a Long for every whole number, String, Double, {@code
 * java.time}, lists, maps for structs, null for NULL. Values that are given are converted to the
 * declared types where nothing is lost. A failure is a {@link QueryException} with the sentence
 * that the SQL user would see; an {@link IllegalArgumentException} says that the test asks for
 * something that no SQL says.
 *
 * <p>Options that begin with the ATTACH ({@link #option}, {@link #dataVersion}, {@link #principal},
 * {@link #state}, {@link #processes}, {@link #resumedEveryTurn}, {@link #seed}) come before the
 * first call. One thread at a time.
 */
public final class LocalWorker implements AutoCloseable {
  static final String TRANSACTION = "transaction_opaque_data";

  private final CatalogSource catalog;
  private final Map<String, @Nullable Object> options = new LinkedHashMap<>();
  private final Settings settings = new Settings();
  private final List<Secrets.Held> secrets = new ArrayList<>();
  private @Nullable String dataVersion;
  private Principal principal = Principal.ANONYMOUS;
  private @Nullable StateStore given;
  private @Nullable StateStore own;
  private int processes = 1;
  private boolean resumed;
  private long seed = 1;
  private @Nullable Session session;
  private boolean inTransaction;
  private byte @Nullable [] transaction;
  private final AtomicLong ids = new AtomicLong();

  private LocalWorker(CatalogSource catalog) {
    this.catalog = catalog;
  }

  /** A worker of {@code catalog}, a catalog or a choice among several, which is attached. */
  public static LocalWorker of(CatalogSource catalog) {
    return new LocalWorker(catalog);
  }

  /** An option of ATTACH. */
  public LocalWorker option(String name, Object value) {
    unattached().options.put(name, value);
    return this;
  }

  /** The version of the data that ATTACH asks for. */
  public LocalWorker dataVersion(String version) {
    unattached().dataVersion = version;
    return this;
  }

  /** Who calls; nobody by default. */
  public LocalWorker principal(Principal who) {
    unattached().principal = who;
    return this;
  }

  /**
   * What the worker's processes share, which is not closed; workers with one store are replicas of
   * one another. By default in memory, for this worker alone.
   */
  public LocalWorker state(StateStore store) {
    unattached().given = store;
    return this;
  }

  /** How many processes the worker has, any of which is reached by each call; one by default. */
  public LocalWorker processes(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("A worker has at least one process, not " + count);
    }
    unattached().processes = count;
    return this;
  }

  /**
   * Closes every stream after each of its turns, and brings it back from its state for the next
   * one, in any of the {@link #processes}, as it is over HTTP: the state travels in sealed tokens of
   * a limited size, and so does what else HTTP seals. A function whose cursor or state cannot leave
   * its process fails. Needs {@code io.vgi:vgi-http}, which the SDK brings unless it is excluded.
   */
  public LocalWorker resumedEveryTurn() {
    unattached().resumed = true;
    return this;
  }

  /** What decides all that is random, such as the process of a call; 1 by default. */
  public LocalWorker seed(long number) {
    unattached().seed = number;
    return this;
  }

  private LocalWorker unattached() {
    if (session != null) {
      throw new IllegalStateException("The catalog is attached; set this before the first call");
    }
    return this;
  }

  /** {@code SET name = value}, from now on. */
  public LocalWorker set(String name, Object value) {
    settings.set(name, value);
    return this;
  }

  /** {@code RESET name}, from now on. */
  public LocalWorker reset(String name) {
    settings.reset(name);
    return this;
  }

  /** {@code CREATE SECRET} without a scope, from now on. */
  public LocalWorker secret(String type, String name, Map<String, ?> values) {
    return secret(type, name, "", values);
  }

  /** {@code CREATE SECRET} for paths that begin with {@code scope}, from now on. */
  public LocalWorker secret(String type, String name, String scope, Map<String, ?> values) {
    secrets.removeIf(one -> one.name().equals(name));
    secrets.add(new Secrets.Held(type, name, scope, Map.copyOf(values)));
    return this;
  }

  /** A call of a scalar function, by its name or {@code schema.name}. */
  public ScalarCall scalar(String function) {
    return new ScalarCall(this, function);
  }

  /** A call of a table function with constants by position. */
  public TableScan table(String function, @Nullable Object... args) {
    return new TableScan(this, function, args);
  }

  /** A scan of a table of the catalog, by its name or {@code schema.name}. */
  public TableScan scan(String table) {
    return new TableScan(this, table);
  }

  /** Statements that write to a table of the catalog, by its name or {@code schema.name}. */
  public TableWrites writes(String table) {
    return new TableWrites(this, table);
  }

  /** CREATE, ALTER and DROP in the default schema of a catalog that has an editor. */
  public CatalogEdits edits() {
    return edits(session().defaultSchema());
  }

  /** CREATE, ALTER and DROP in {@code schema}, which may be one to create. */
  public CatalogEdits edits(String schema) {
    return new CatalogEdits(this, schema);
  }

  /** A call of an aggregate function. */
  public AggregateCall aggregate(String function) {
    return new AggregateCall(this, function);
  }

  /** A call of a function from rows to rows with constants by position. */
  public InOutCall inOut(String function, @Nullable Object... args) {
    return new InOutCall(this, function, args);
  }

  /** A call of a function that buffers its input, with constants by position. */
  public BufferingCall buffering(String function, @Nullable Object... args) {
    return new BufferingCall(this, function, args);
  }

  /** {@code COPY table FROM 'path' (FORMAT 'alias.format')}. */
  public CopyFromCall copyFrom(String format, String path) {
    return new CopyFromCall(this, format, path);
  }

  /** {@code COPY query TO 'path' (FORMAT 'alias.format')}. */
  public CopyToCall copyTo(String format, String path) {
    return new CopyToCall(this, format, path);
  }

  /** {@code BEGIN}; without it every query is a transaction of its own. */
  public LocalWorker begin() {
    if (inTransaction) {
      throw QueryException.ofEngine("cannot start a transaction within a transaction");
    }
    if (session().hasTransactions()) {
      try (Connection connection = session().connect("BEGIN")) {
        WireRecord begun = connection.call("catalog_transaction_begin", attached());
        transaction = begun.bytes(TRANSACTION);
      }
    }
    inTransaction = true;
    return this;
  }

  /** {@code COMMIT}. */
  public LocalWorker commit() {
    return end("commit");
  }

  /** {@code ROLLBACK}. */
  public LocalWorker rollback() {
    return end("rollback");
  }

  private LocalWorker end(String how) {
    if (!inTransaction) {
      throw QueryException.ofEngine("cannot " + how + " - no transaction is active");
    }
    byte[] id = transaction;
    transaction = null;
    inTransaction = false;
    if (id != null) {
      try (Connection connection = session().connect(how)) {
        connection.tell("catalog_transaction_" + how, attached().set(TRANSACTION, id));
      }
    }
    return this;
  }

  private WireRecord attached() {
    return attached(WireRecord.named("p"));
  }

  /** {@code request}, of the attached catalog within the transaction. */
  WireRecord attached(WireRecord request) {
    return request.set(Session.ATTACH, session().attach()).set(TRANSACTION, transaction);
  }

  /** Runs a query, in a transaction of its own where none has begun. */
  <T> T run(Supplier<T> query) {
    if (inTransaction) {
      return query.get();
    }
    begin();
    T result;
    try {
      result = query.get();
    } catch (RuntimeException failure) {
      try {
        rollback();
      } catch (RuntimeException again) {
        failure.addSuppressed(again);
      }
      throw failure;
    }
    commit();
    return result;
  }

  /** The transaction as requests name it, or null. */
  byte @Nullable [] transaction() {
    return transaction;
  }

  /** The names of the tables, as {@code schema.name}. */
  public List<String> tables() {
    List<String> names = new ArrayList<>();
    try (Connection connection = session().connect("tables")) {
      for (String schema : session().schemas()) {
        WireRecord listed =
            connection.call(
                "catalog_schema_contents_tables", attached().set("path", List.of(schema)));
        for (WireRecord table : session().items(listed, "items")) {
          names.add(schema + "." + table.needText("name"));
        }
      }
    }
    return List.copyOf(names);
  }

  /** The names of the functions, as {@code schema.name}; those of overloads come once. */
  public List<String> functions() {
    return session().functionNames();
  }

  /** What functions sent to the engine's log so far, in order. */
  public List<LogMessage> logs() {
    return session == null ? List.of() : session.logs();
  }

  /** The session, which begins with the first use of it. */
  Session session() {
    Session attached = session;
    if (attached == null) {
      StateStore store = given;
      if (store == null) {
        store = own == null ? StateStore.memory() : own;
        own = store;
      }
      attached =
          new Session(
              new Session.Options(
                  catalog, options, dataVersion, principal, processes, resumed, seed),
              store);
      session = attached;
    }
    return attached;
  }

  long seed() {
    return seed;
  }

  /** A number that no other stream of this session has. */
  long newId() {
    return ids.incrementAndGet();
  }

  Secrets secrets() {
    return new Secrets(secrets, session().secretTypes(), session().memory());
  }

  /** The values of the settings as calls of {@code function} bring them; null for none. */
  byte @Nullable [] settings(ListedFunction function) {
    return settings.of(function, session());
  }

  /** As {@link Session#function}. */
  ListedFunction function(
      String name,
      List<String> kinds,
      List<? extends @Nullable Object> constants,
      @Nullable List<@Nullable Object> columns) {
    return session().function(name, kinds, constants, columns);
  }

  /**
   * Detaches.
   *
   * @throws IllegalStateException when a function has not closed what it allocated, with its name
   */
  @Override
  public void close() {
    Session attached = session;
    StateStore store = own;
    session = null;
    own = null;
    try {
      if (attached != null) {
        attached.close();
      }
    } finally {
      if (store != null) {
        store.close();
      }
    }
  }
}
