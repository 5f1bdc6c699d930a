package io.vgi.state;

import io.vgi.rpc.VgiException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A store in maps behind one lock. */
final class MemoryStateStore implements StateStore {
  private static final long SWEEP_MILLIS = 60_000;

  private static final class Scope {
    final Map<String, TreeMap<byte[], byte[]>> values = new HashMap<>();
    final Map<String, TreeMap<Long, byte[]>> logs = new HashMap<>();
    final Map<String, ArrayDeque<byte[]>> queues = new HashMap<>();
    long lifetime;
    long touched;

    boolean past(long now) {
      return lifetime != Long.MAX_VALUE && now - touched > lifetime;
    }
  }

  private final Map<ByteBuffer, Scope> scopes = new HashMap<>();
  private long lastNumber;
  private long swept = System.currentTimeMillis();
  private boolean changing;
  private boolean closed;

  private @Nullable Scope find(byte[] id) {
    if (closed) {
      throw VgiException.unavailable("The state store in memory is closed.");
    }
    if (changing) {
      throw StateFaults.nested();
    }
    Scope scope = scopes.get(ByteBuffer.wrap(id));
    if (scope != null) {
      scope.touched = System.currentTimeMillis();
    }
    return scope;
  }

  private Scope need(byte[] id) {
    Scope scope = find(id);
    if (scope == null) {
      throw StateFaults.notOpen(id);
    }
    return scope;
  }

  private static NavigableMap<byte[], byte[]> values(Scope scope, String name) {
    return scope.values.computeIfAbsent(name, n -> new TreeMap<>(Arrays::compareUnsigned));
  }

  private static NavigableMap<Long, byte[]> log(Scope scope, String name) {
    return scope.logs.computeIfAbsent(name, n -> new TreeMap<>());
  }

  private static byte @Nullable [] copy(byte @Nullable [] bytes) {
    return bytes == null ? null : bytes.clone();
  }

  @Override
  public synchronized byte @Nullable [] get(byte[] scope, String name, byte[] key) {
    Scope found = find(scope);
    return found == null ? null : copy(values(found, name).get(key));
  }

  @Override
  public synchronized void put(byte[] scope, String name, byte[] key, byte[] value) {
    values(need(scope), name).put(key.clone(), value.clone());
  }

  @Override
  public synchronized void delete(byte[] scope, String name, byte[] key) {
    Scope found = find(scope);
    if (found != null) {
      values(found, name).remove(key);
    }
  }

  @Override
  public synchronized byte @Nullable [] update(
      byte[] scope, String name, byte[] key, Change change) {
    NavigableMap<byte[], byte[]> values = values(need(scope), name);
    byte[] changed;
    changing = true;
    try {
      changed = change.apply(copy(values.get(key)));
    } finally {
      changing = false;
    }
    if (changed == null) {
      values.remove(key);
    } else {
      values.put(key.clone(), changed.clone());
    }
    return changed;
  }

  @Override
  public synchronized List<byte[]> keys(
      byte[] scope, String name, byte[] prefix, byte @Nullable [] after, int limit) {
    List<byte[]> keys = new ArrayList<>();
    Scope found = find(scope);
    KeyRange range = KeyRange.of(prefix, after);
    if (found == null || range.isEmpty()) {
      return keys;
    }
    NavigableMap<byte[], byte[]> rest = values(found, name).tailMap(range.first(), true);
    if (range.end() != null) {
      rest = rest.headMap(range.end(), false);
    }
    for (byte[] key : rest.keySet()) {
      if (keys.size() >= limit) {
        break;
      }
      keys.add(key.clone());
    }
    return keys;
  }

  @Override
  public synchronized long append(byte[] scope, String name, byte[] entry) {
    log(need(scope), name).put(++lastNumber, entry.clone());
    return lastNumber;
  }

  @Override
  public synchronized List<Entry> read(
      byte[] scope, String name, long after, int maxEntries, long maxBytes) {
    List<Entry> entries = new ArrayList<>();
    Scope found = find(scope);
    if (found == null) {
      return entries;
    }
    long total = 0;
    NavigableMap<Long, byte[]> rest = log(found, name).tailMap(after, false);
    for (Map.Entry<Long, byte[]> entry : rest.entrySet()) {
      total += entry.getValue().length;
      if (!entries.isEmpty() && (entries.size() >= maxEntries || total > maxBytes)) {
        break;
      }
      entries.add(new Entry(entry.getKey(), entry.getValue().clone()));
    }
    return entries;
  }

  @Override
  public synchronized long last(byte[] scope, String name) {
    Scope found = find(scope);
    return found == null || log(found, name).isEmpty() ? 0 : log(found, name).lastKey();
  }

  @Override
  public synchronized boolean compact(byte[] scope, String name, long through, byte[] entry) {
    NavigableMap<Long, byte[]> log = log(need(scope), name);
    if (log.replace(through, entry.clone()) == null) {
      return false;
    }
    log.headMap(through, false).clear();
    return true;
  }

  @Override
  public synchronized void push(byte[] scope, String name, List<byte[]> items) {
    ArrayDeque<byte[]> queue = need(scope).queues.computeIfAbsent(name, n -> new ArrayDeque<>());
    for (byte[] item : items) {
      queue.add(item.clone());
    }
  }

  @Override
  public synchronized byte @Nullable [] pop(byte[] scope, String name) {
    Scope found = find(scope);
    ArrayDeque<byte[]> queue = found == null ? null : found.queues.get(name);
    return queue == null ? null : queue.poll();
  }

  @Override
  public synchronized void open(byte[] scope, Lifetime lifetime) {
    long now = System.currentTimeMillis();
    if (now - swept > SWEEP_MILLIS) {
      sweep();
    }
    Scope found = find(scope);
    if (found == null) {
      found = new Scope();
      scopes.put(ByteBuffer.wrap(scope.clone()), found);
    }
    found.lifetime = lifetime.millis();
    found.touched = now;
  }

  @Override
  public synchronized boolean isOpen(byte[] scope) {
    Scope found = scopes.get(ByteBuffer.wrap(scope));
    return found != null && !found.past(System.currentTimeMillis()) && find(scope) != null;
  }

  @Override
  public synchronized void clear(byte[] scope) {
    if (find(scope) != null) {
      scopes.remove(ByteBuffer.wrap(scope));
    }
  }

  @Override
  public synchronized int sweep() {
    swept = System.currentTimeMillis();
    int before = scopes.size();
    scopes.values().removeIf(scope -> scope.past(swept));
    return before - scopes.size();
  }

  @Override
  public synchronized void close() {
    closed = true;
    scopes.clear();
  }
}
