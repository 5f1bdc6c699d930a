package io.vgi.rpc;

import io.vgi.rpc.internal.socket.VirtualThreads;
import java.time.Duration;

/**
 * How a socket is served.
 *
 * @param idleTimeout ends the listener when there was no connection for this long; zero for never.
 *     The first connection is waited for for a minute at least
 * @param maxConnections how many connections are served at once; further ones wait
 * @param grace how long calls may run on after {@link Listener#close}
 * @param virtualThreads whether connections are served by virtual threads, see {@link
 *     #virtualThreads(boolean)}
 */
public record SocketOptions(
    Duration idleTimeout, int maxConnections, Duration grace, boolean virtualThreads) {
  /** Never idle, 1024 connections, ten seconds of grace, platform threads. */
  public static final SocketOptions DEFAULT =
      new SocketOptions(Duration.ZERO, 1024, Duration.ofSeconds(10), false);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when one of them cannot be, or not on this Java
   */
  public SocketOptions {
    if (idleTimeout.isNegative() || grace.isNegative()) {
      throw new IllegalArgumentException("Times must not be negative");
    } else if (maxConnections < 1) {
      throw new IllegalArgumentException(
          "At least one connection must be allowed, not " + maxConnections);
    } else if (virtualThreads) {
      VirtualThreads.check();
    }
  }

  /** These options with another idle time; zero for never. */
  public SocketOptions idleTimeout(Duration time) {
    return new SocketOptions(time, maxConnections, grace, virtualThreads);
  }

  /** These options with another limit. */
  public SocketOptions maxConnections(int connections) {
    return new SocketOptions(idleTimeout, connections, grace, virtualThreads);
  }

  /** These options with another grace period. */
  public SocketOptions grace(Duration time) {
    return new SocketOptions(idleTimeout, maxConnections, time, virtualThreads);
  }

  /**
   * These options with connections served by virtual threads, or by platform threads again. Answers
   * do not come sooner by them. They save memory where thousands of connections wait, for clients
   * or for other services, but they do not share the processors: as many calls that compute as
   * there are processors hold up all others until they end. Needs Java 24 or later.
   */
  public SocketOptions virtualThreads(boolean virtual) {
    return new SocketOptions(idleTimeout, maxConnections, grace, virtual);
  }
}
