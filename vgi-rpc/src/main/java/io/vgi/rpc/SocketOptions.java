package io.vgi.rpc;

import java.time.Duration;

/**
 * How a socket is served.
 *
 * @param idleTimeout ends the listener when there was no connection for this long; zero for never
 * @param maxConnections how many connections are served at once; further ones wait
 * @param grace how long calls may run on after {@link Listener#close}
 */
public record SocketOptions(Duration idleTimeout, int maxConnections, Duration grace) {
  /** Never idle, 1024 connections, ten seconds of grace. */
  public static final SocketOptions DEFAULT =
      new SocketOptions(Duration.ZERO, 1024, Duration.ofSeconds(10));

  /** Checks the values. */
  public SocketOptions {
    if (idleTimeout.isNegative() || grace.isNegative()) {
      throw new IllegalArgumentException("Times must not be negative");
    } else if (maxConnections < 1) {
      throw new IllegalArgumentException(
          "At least one connection must be allowed, not " + maxConnections);
    }
  }

  /** These options with another idle time; zero for never. */
  public SocketOptions idleTimeout(Duration time) {
    return new SocketOptions(time, maxConnections, grace);
  }

  /** These options with another limit. */
  public SocketOptions maxConnections(int connections) {
    return new SocketOptions(idleTimeout, connections, grace);
  }

  /** These options with another grace period. */
  public SocketOptions grace(Duration time) {
    return new SocketOptions(idleTimeout, maxConnections, time);
  }
}
