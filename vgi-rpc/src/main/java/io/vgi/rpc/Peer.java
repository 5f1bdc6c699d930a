package io.vgi.rpc;

/**
 * The client's end of a connection.
 *
 * @param address its numeric address, empty when it has none
 * @param local whether it is known to be of this machine and of the user that the server runs as,
 *     so that it may be told of files here
 */
public record Peer(String address, boolean local) {
  /** A client that came by a pipe or by a socket file, which only the same user may use. */
  public static final Peer LOCAL = new Peer("", true);

  /** A client that came over a network, even from this machine. */
  public static Peer remote(String address) {
    return new Peer(address, false);
  }
}
