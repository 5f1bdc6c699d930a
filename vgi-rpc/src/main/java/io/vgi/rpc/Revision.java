package io.vgi.rpc;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** One revision of a protocol that a service serves. Safe to share between threads. */
public interface Revision {
  /** The version clients announce, {@code major.minor.patch}; empty when calls are not gated. */
  String version();

  /** The names of all methods. */
  Collection<String> methodNames();

  /** The method called {@code name}, or null. */
  @Nullable Method method(String name);
}
