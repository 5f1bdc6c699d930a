package io.vgi;

import io.vgi.catalog.CatalogSource;
import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.auth.Authenticator;
import io.vgi.internal.dispatch.LiveSessions;
import io.vgi.internal.page.CatalogPage;
import io.vgi.rpc.Listener;
import io.vgi.rpc.RpcServer;
import io.vgi.state.StateStore;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Serves inside of another program, whose process goes on.
 *
 * @param catalogs what is served
 * @param traits how
 */
record Embedded(List<CatalogSource> catalogs, WorkerTraits traits) {
  /** Begins to listen. */
  @FunctionalInterface
  interface Listening {
    Listener start(RpcServer server) throws IOException;
  }

  private RpcServer server(BufferAllocator memory, StateStore store, LiveSessions sessions) {
    return traits.server(catalogs, traits.revisions(), memory, store, sessions, null, 0);
  }

  /** Serves one client until it leaves. */
  void serve(ReadableByteChannel in, WritableByteChannel out) throws IOException {
    StateStore store = traits.store();
    try (BufferAllocator memory = ArrowMemory.open();
        LiveSessions sessions = new LiveSessions()) {
      server(memory, store, sessions).serve(in, out);
    } finally {
      traits.release(store);
    }
  }

  /** Serves where {@code listening} listens; LOCATION is its address after {@code scheme}. */
  Worker.Handle serve(String scheme, Listening listening) throws IOException {
    BufferAllocator memory = ArrowMemory.open();
    StateStore store = traits.store();
    LiveSessions sessions = new LiveSessions();
    try {
      Listener listener = listening.start(server(memory, store, sessions));
      return new Worker.Handle(
          scheme + listener.address(),
          listener,
          memory,
          () -> {
            sessions.close();
            traits.release(store);
          });
    } catch (IOException | RuntimeException failure) {
      traits.release(store);
      memory.close();
      throw failure;
    }
  }

  Worker.Handle serveHttp(HttpOptions.Builder options) throws IOException {
    HttpOptions.Builder own = options.copy(); // the caller may have another use for its own
    Authenticator who = traits.authenticator();
    if (who != null) {
      own.authenticator(who);
    }
    boolean closed = own.build().authenticator() != null;
    own.page(address -> CatalogPage.of(catalogs, address, closed));
    return serve("", server -> HttpServer.start(server, own.build()));
  }
}
