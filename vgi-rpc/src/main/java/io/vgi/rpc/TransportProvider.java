package io.vgi.rpc;

/**
 * Says that a transport is there besides streams and sockets; found by {@link
 * java.util.ServiceLoader}, so that whoever offers it as a choice can tell when it was left out.
 */
public interface TransportProvider {
  /** The transport's name, such as {@code http}. */
  String name();
}
