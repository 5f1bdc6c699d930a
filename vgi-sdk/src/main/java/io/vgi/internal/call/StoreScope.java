package io.vgi.internal.call;

import io.vgi.internal.state.StateBytes;
import io.vgi.state.Lifetime;
import io.vgi.state.StateCodec;
import io.vgi.state.StateLog;
import io.vgi.state.StateScope;
import io.vgi.state.StateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of users in one scope of the store.
 *
 * @param store the store
 * @param id the scope
 * @param lifetime how long the scope lives without use
 */
public record StoreScope(StateStore store, byte[] id, Lifetime lifetime) implements StateScope {
  private static final String NAME = "user";

  /** Before the names of users' logs, which so meet none of the SDK's. */
  private static final String LOGS = "user:";

  private static final long READ_BYTES = 8 << 20;

  @Override
  public byte @Nullable [] find(String key) {
    return store.get(id, NAME, bytes(key));
  }

  @Override
  public <T> @Nullable T find(String key, StateCodec<T> codec) {
    return value(codec, find(key));
  }

  @Override
  public void put(String key, byte[] value) {
    store.open(id, lifetime);
    store.put(id, NAME, bytes(key), value);
  }

  @Override
  public <T> void put(String key, T value, StateCodec<T> codec) {
    put(key, encode(codec, value));
  }

  @Override
  public void delete(String key) {
    store.delete(id, NAME, bytes(key));
  }

  @Override
  public <T> @Nullable T update(String key, StateCodec<T> codec, Change<T> change) {
    store.open(id, lifetime);
    byte[] changed =
        store.update(
            id,
            NAME,
            bytes(key),
            old -> {
              T value = change.apply(value(codec, old));
              return value == null ? null : encode(codec, value);
            });
    return value(codec, changed);
  }

  @Override
  public List<String> keys(String prefix, @Nullable String after, int limit) {
    List<String> keys = new ArrayList<>();
    byte[] from = after == null ? null : bytes(after);
    for (byte[] key : store.keys(id, NAME, bytes(prefix), from, limit)) {
      keys.add(new String(key, StandardCharsets.UTF_8));
    }
    return keys;
  }

  @Override
  public <T> StateLog<T> log(String name, StateCodec<T> codec) {
    return new StoreLog<>(this, LOGS + name, codec);
  }

  private record StoreLog<T>(StoreScope scope, String name, StateCodec<T> codec)
      implements StateLog<T> {
    @Override
    public long append(T value) {
      scope.store.open(scope.id, scope.lifetime);
      return scope.store.append(scope.id, name, encode(codec, value));
    }

    @Override
    public List<Entry<T>> read(long after, int limit) {
      List<Entry<T>> entries = new ArrayList<>();
      if (limit > 0) {
        for (StateStore.Entry entry : scope.store.read(scope.id, name, after, limit, READ_BYTES)) {
          entries.add(new Entry<>(entry.number(), decode(codec, entry.bytes())));
        }
      }
      return entries;
    }

    @Override
    public long last() {
      return scope.store.last(scope.id, name);
    }
  }

  private static <T> @Nullable T value(StateCodec<T> codec, byte @Nullable [] bytes) {
    return bytes == null ? null : decode(codec, bytes);
  }

  private static <T> T decode(StateCodec<T> codec, byte[] bytes) {
    try {
      return StateBytes.read(codec, bytes);
    } catch (IOException fault) {
      throw new UncheckedIOException("A state cannot be read: " + fault.getMessage(), fault);
    }
  }

  private static <T> byte[] encode(StateCodec<T> codec, T value) {
    try {
      return StateBytes.write(codec, value);
    } catch (IOException fault) {
      throw new UncheckedIOException("A state cannot be written: " + fault.getMessage(), fault);
    }
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
