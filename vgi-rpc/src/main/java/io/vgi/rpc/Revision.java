package io.vgi.rpc;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One revision of a protocol that a service serves. Safe to share between threads. */
public interface Revision {
  /**
   * A revision of {@code methods}, each known by its own name, which must not come twice.
   *
   * @throws IllegalArgumentException when two methods have one name
   */
  static Revision of(String version, Collection<? extends Method> methods) {
    Map<String, Method> byName = new LinkedHashMap<>();
    for (Method method : methods) {
      if (byName.put(method.name(), method) != null) {
        throw new IllegalArgumentException("There are two methods '" + method.name() + "'");
      }
    }
    return new Revision() {
      @Override
      public String version() {
        return version;
      }

      @Override
      public Collection<String> methodNames() {
        return Collections.unmodifiableSet(byName.keySet());
      }

      @Override
      public @Nullable Method method(String name) {
        return byName.get(name);
      }
    };
  }

  /**
   * The version clients announce, {@code major.minor.patch}; empty when the service takes calls of
   * any version.
   */
  String version();

  /** The names of all methods. */
  Collection<String> methodNames();

  /** The method called {@code name}, or null. */
  @Nullable Method method(String name);
}
