package io.vgi.internal.call;

import io.vgi.state.Lifetime;
import io.vgi.state.StateScope;
import io.vgi.state.StateStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
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

  @Override
  public byte @Nullable [] get(String key) {
    return store.get(id, NAME, bytes(key));
  }

  @Override
  public void put(String key, byte[] value) {
    store.open(id, lifetime);
    store.put(id, NAME, bytes(key), value);
  }

  @Override
  public void delete(String key) {
    store.delete(id, NAME, bytes(key));
  }

  @Override
  public byte @Nullable [] update(String key, Change change) {
    store.open(id, lifetime);
    return store.update(id, NAME, bytes(key), change::apply);
  }

  @Override
  public List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (byte[] key : store.keys(id, NAME)) {
      keys.add(new String(key, StandardCharsets.UTF_8));
    }
    Collections.sort(keys);
    return keys;
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
