package io.vgi.rpc;

import java.time.Duration;

/**
 * How a socket is served.
 *
 * @param idleTimeout ends the listener when there was no connection for this long; zero for never.
 *     The first connection is waited for for a minute at least
 * @param maxConnections how many connections are served at once; further ones wait
 * @param grace how long calls may run on after {@link Listener#close}
 * @param connectionIdle ends a connection when no call ran on it for this long, or within the first
 *     minute if that is shorter and none has come; zero for never. A stream that is open is a call
 */
public record SocketOptions(
    Duration idleTimeout, int maxConnections, Duration grace, Duration connectionIdle) {
  /** Never idle, 1024 connections, ten seconds of grace, connections that rest for ever. */
  public static final SocketOptions DEFAULT =
      new SocketOptions(Duration.ZERO, 1024, Duration.ofSeconds(10), Duration.ZERO);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when one of them cannot be
   */
  public SocketOptions {
    if (idleTimeout.isNegative() || grace.isNegative() || connectionIdle.isNegative()) {
      throw new IllegalArgumentException("Times must not be negative");
    } else if (maxConnections < 1) {
      throw new IllegalArgumentException(
          "At least one connection must be allowed, not " + maxConnections);
    }
  }

  /** These options with another idle time; zero for never. */
  public SocketOptions idleTimeout(Duration time) {
    return new SocketOptions(time, maxConnections, grace, connectionIdle);
  }

  /** These options with another limit. */
  public SocketOptions maxConnections(int connections) {
    return new SocketOptions(idleTimeout, connections, grace, connectionIdle);
  }

  /** These options with another grace period. */
  public SocketOptions grace(Duration time) {
    return new SocketOptions(idleTimeout, maxConnections, time, connectionIdle);
  }

  /** These options with another time that a connection may rest; zero for ever. */
  public SocketOptions connectionIdle(Duration time) {
    return new SocketOptions(idleTimeout, maxConnections, grace, time);
  }
}
