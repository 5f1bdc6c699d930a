package io.vgi.rpc.internal.reflect;

import io.vgi.rpc.Service;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The hashes of the hosted protocols, each made when it is first asked for. Any thread. */
public final class ProtocolHashes {
  private final List<Service> hosted;
  private final Map<String, String> known = new ConcurrentHashMap<>();

  /** The hashes of {@code hosted}. */
  public ProtocolHashes(List<Service> hosted) {
    this.hosted = List.copyOf(hosted);
  }

  /** The hash of the newest revision of {@code protocol}, which is hosted. */
  public String of(String protocol) {
    return known.computeIfAbsent(protocol, this::compute);
  }

  private String compute(String protocol) {
    for (Service service : hosted) {
      if (service.protocol().equals(protocol)) {
        return ReflectionService.hash(protocol, service.newest());
      }
    }
    throw new IllegalArgumentException("Protocol '" + protocol + "' is not hosted");
  }
}
