package io.vgi.rpc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The custom metadata of one record batch: text keys, byte values, in wire order.
 *
 * <p>Immutable and safe to share between threads. Values are bytes because a peer may send text
 * that is not UTF-8; {@link #text} decodes leniently, {@link #bytes} gives the raw value.
 */
public final class Metadata {
  /** No metadata. */
  public static final Metadata EMPTY = new Metadata(List.of(), List.of());

  private final List<String> keys;
  private final List<byte[]> values;

  private Metadata(List<String> keys, List<byte[]> values) {
    this.keys = keys;
    this.values = values;
  }

  /** Returns metadata with one entry. */
  public static Metadata of(String key, String value) {
    return builder().put(key, value).build();
  }

  /** Starts empty metadata. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts a copy of this metadata. */
  public Builder toBuilder() {
    Builder copy = new Builder();
    copy.keys.addAll(keys);
    copy.values.addAll(values);
    return copy;
  }

  /** The number of entries. */
  public int size() {
    return keys.size();
  }

  /** Whether there is no entry. */
  public boolean isEmpty() {
    return keys.isEmpty();
  }

  /** The key of entry {@code index}. */
  public String key(int index) {
    return keys.get(index);
  }

  /** The value of entry {@code index}; not to be changed. */
  public byte[] value(int index) {
    return values.get(index);
  }

  /** Whether {@code key} is present. */
  public boolean has(String key) {
    return keys.contains(key);
  }

  /** The value of {@code key} as text, malformed UTF-8 replaced, or null when absent. */
  public @Nullable String text(String key) {
    byte[] value = bytes(key);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  /** The value of {@code key} as bytes (not to be changed), or null when absent. */
  public byte @Nullable [] bytes(String key) {
    int index = keys.indexOf(key);
    return index < 0 ? null : values.get(index);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Metadata that
        && keys.equals(that.keys)
        && Arrays.deepEquals(values.toArray(), that.values.toArray());
  }

  @Override
  public int hashCode() {
    return keys.hashCode();
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("{");
    for (int i = 0; i < keys.size(); i++) {
      out.append(i == 0 ? "" : ", ").append(keys.get(i)).append('=').append(text(keys.get(i)));
    }
    return out.append('}').toString();
  }

  /** Collects entries; a repeated key replaces the earlier value. */
  public static final class Builder {
    private final List<String> keys = new ArrayList<>();
    private final List<byte[]> values = new ArrayList<>();

    private Builder() {}

    /** Adds a text value. */
    public Builder put(String key, String value) {
      return put(key, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a byte value, which is not copied. */
    public Builder put(String key, byte[] value) {
      int index = keys.indexOf(key);
      if (index >= 0) {
        values.set(index, value);
      } else {
        keys.add(key);
        values.add(value);
      }
      return this;
    }

    /** Returns what was collected. */
    public Metadata build() {
      return keys.isEmpty() ? EMPTY : new Metadata(List.copyOf(keys), List.copyOf(values));
    }
  }
}
