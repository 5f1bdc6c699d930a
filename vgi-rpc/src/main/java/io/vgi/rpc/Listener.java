package io.vgi.rpc;

/** A place where a server takes connections until it is closed. Safe to share between threads. */
public interface Listener extends AutoCloseable {
  /**
   * Where clients connect: the path of a socket file, {@code host:port}, or the base URL of an HTTP
   * server.
   */
  String address();

  /** Waits until it has ended: closed, or idle for the time that was set. */
  void join() throws InterruptedException;

  /**
   * Takes no more connections and lets calls that run end within the grace period. A stream that is
   * still open then ends with an error, never silently. Returns when nothing runs any more or,
   * about two seconds after the grace period, when a method does not return or a client does not
   * read: the former goes on without a client, the latter gets its batch and then the error if it
   * reads on before the process ends.
   */
  @Override
  void close();
}
