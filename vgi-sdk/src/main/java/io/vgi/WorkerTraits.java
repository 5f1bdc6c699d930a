package io.vgi;

import io.vgi.catalog.CatalogSource;
import io.vgi.http.auth.Authenticator;
import io.vgi.internal.dispatch.LiveSessions;
import io.vgi.internal.dispatch.StateHealth;
import io.vgi.internal.dispatch.VgiService;
import io.vgi.param.WorkerOption;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.Service;
import io.vgi.rpc.observe.CallListener;
import io.vgi.state.StateStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What a worker was told besides its catalogs. Immutable.
 *
 * @param revisions the revisions of the protocol that it serves
 * @param protocolVersion another version to announce, or null
 * @param state the store that it was given, or null
 * @param authenticator decides who calls over HTTP, or null
 * @param listeners are told of every call that has ended
 * @param options its own options of the command line
 * @param version what it tells of itself, or null
 */
record WorkerTraits(
    List<String> revisions,
    @Nullable String protocolVersion,
    @Nullable StateStore state,
    @Nullable Authenticator authenticator,
    List<CallListener> listeners,
    List<WorkerOption<?>> options,
    @Nullable String version) {
  static final WorkerTraits NONE =
      new WorkerTraits(VgiService.REVISIONS, null, null, null, List.of(), List.of(), null);

  WorkerTraits revisions(List<String> others) {
    return new WorkerTraits(
        others, protocolVersion, state, authenticator, listeners, options, version);
  }

  WorkerTraits protocolVersion(String other) {
    return new WorkerTraits(revisions, other, state, authenticator, listeners, options, version);
  }

  WorkerTraits state(StateStore store) {
    return new WorkerTraits(
        revisions, protocolVersion, store, authenticator, listeners, options, version);
  }

  WorkerTraits authenticator(Authenticator who) {
    return new WorkerTraits(revisions, protocolVersion, state, who, listeners, options, version);
  }

  WorkerTraits plus(CallListener listener) {
    return new WorkerTraits(
        revisions,
        protocolVersion,
        state,
        authenticator,
        plus(listeners, listener),
        options,
        version);
  }

  WorkerTraits plus(WorkerOption<?> option) {
    return new WorkerTraits(
        revisions,
        protocolVersion,
        state,
        authenticator,
        listeners,
        plus(options, option),
        version);
  }

  WorkerTraits version(String told) {
    return new WorkerTraits(
        revisions, protocolVersion, state, authenticator, listeners, options, told);
  }

  /** The store that was given, else one of the user's for this time of serving. */
  StateStore store() {
    return state == null ? StateStore.ofUser() : state;
  }

  /** Closes a store that was not given. */
  void release(StateStore store) {
    if (store != state) {
      store.close();
    }
  }

  /**
   * Makes a server.
   *
   * @param spoken the revisions of the protocol that it serves
   * @param accessLog a line goes there for each call, or null
   * @param memoryLimit what all calls may hold, 0 for what the server finds
   */
  RpcServer server(
      List<CatalogSource> served,
      List<String> spoken,
      BufferAllocator memory,
      StateStore store,
      LiveSessions sessions,
      @Nullable Path accessLog,
      long memoryLimit) {
    RpcServer.Builder server = RpcServer.builder(memory).health(new StateHealth(served, store));
    for (Service service : VgiService.of(served, spoken, protocolVersion, store, sessions)) {
      server.service(service);
    }
    for (CallListener listener : listeners) {
      server.listener(listener);
    }
    if (accessLog != null) {
      server.accessLog(accessLog);
    }
    if (memoryLimit > 0) {
      server.memoryLimit(memoryLimit);
    }
    return server.build();
  }

  private static <T> List<T> plus(List<T> list, T one) {
    List<T> all = new ArrayList<>(list);
    all.add(one);
    return List.copyOf(all);
  }
}
