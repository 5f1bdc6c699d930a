package io.vgi.state;

import io.vgi.rpc.VgiException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The store of the environment, chosen and loaded at the first use. */
final class UserStateStore implements StateStore {
  private static final String VARIABLE = "VGI_WORKER_SHARED_STORAGE";

  private final Map<String, String> environment;
  private volatile @Nullable StateStore chosen;
  private boolean closed;

  /** Chooses by these variables. */
  public UserStateStore(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public boolean isUsed() {
    return chosen != null;
  }

  private StateStore store() {
    StateStore store = chosen;
    return store == null ? choose() : store;
  }

  private synchronized StateStore choose() {
    StateStore store = chosen;
    if (store == null) {
      if (closed) {
        throw VgiException.unavailable("The state store is closed.");
      }
      store = Choice.of(environment);
      chosen = store;
    }
    return store;
  }

  /** Apart, so that nothing of SQL is loaded with the outer class. */
  private static final class Choice {
    private static StateStore file(Path file, String origin) {
      return new JdbcStateStore("in the file " + file + origin, new SqliteFile(file));
    }

    static StateStore of(Map<String, String> environment) {
      String place = environment.get(VARIABLE);
      if (place != null && place.startsWith("jdbc:")) {
        return new JdbcStateStore("of " + VARIABLE, () -> DriverManager.getConnection(place));
      }
      if (place != null && !place.isEmpty()) {
        return file(Path.of(place), " that " + VARIABLE + " names");
      }
      try {
        return file(
            UserDirectory.of(environment).resolve("state-2.db"),
            " (" + VARIABLE + " can name another)");
      } catch (IOException fault) {
        throw new VgiException(
            VgiException.Kind.UNAVAILABLE,
            "There is no place for state, name a file in " + VARIABLE + ": " + fault,
            fault);
      }
    }
  }

  @Override
  public byte @Nullable [] get(byte[] scope, String name, byte[] key) {
    return store().get(scope, name, key);
  }

  @Override
  public void put(byte[] scope, String name, byte[] key, byte[] value) {
    store().put(scope, name, key, value);
  }

  @Override
  public void delete(byte[] scope, String name, byte[] key) {
    store().delete(scope, name, key);
  }

  @Override
  public byte @Nullable [] update(byte[] scope, String name, byte[] key, Change change) {
    return store().update(scope, name, key, change);
  }

  @Override
  public List<byte[]> keys(
      byte[] scope, String name, byte[] prefix, byte @Nullable [] after, int limit) {
    return store().keys(scope, name, prefix, after, limit);
  }

  @Override
  public long append(byte[] scope, String name, byte[] entry) {
    return store().append(scope, name, entry);
  }

  @Override
  public List<Entry> read(byte[] scope, String name, long after, int maxEntries, long maxBytes) {
    return store().read(scope, name, after, maxEntries, maxBytes);
  }

  @Override
  public long last(byte[] scope, String name) {
    return store().last(scope, name);
  }

  @Override
  public boolean compact(byte[] scope, String name, long through, byte[] entry) {
    return store().compact(scope, name, through, entry);
  }

  @Override
  public void push(byte[] scope, String name, List<byte[]> items) {
    store().push(scope, name, items);
  }

  @Override
  public byte @Nullable [] pop(byte[] scope, String name) {
    return store().pop(scope, name);
  }

  @Override
  public void open(byte[] scope, Lifetime lifetime) {
    store().open(scope, lifetime);
  }

  @Override
  public boolean isOpen(byte[] scope) {
    return store().isOpen(scope);
  }

  @Override
  public void clear(byte[] scope) {
    store().clear(scope);
  }

  @Override
  public int sweep() {
    return store().sweep();
  }

  @Override
  public synchronized void close() {
    closed = true;
    StateStore store = chosen;
    if (store != null) {
      store.close();
    }
  }
}
