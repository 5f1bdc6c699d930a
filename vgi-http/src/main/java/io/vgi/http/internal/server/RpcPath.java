package io.vgi.http.internal.server;

import io.vgi.rpc.Service;
import io.vgi.rpc.internal.dispatch.Router;
import org.jspecify.annotations.Nullable;

/**
 * What a path asks for.
 *
 * @param protocol the protocol that the path names, or null when it leaves that to the request
 * @param method the method
 * @param step which part of a call it is
 */
record RpcPath(@Nullable String protocol, String method, Step step) {
  /** The parts of a call. */
  enum Step {
    /** All of a unary call. */
    UNARY,
    /** The opening of a stream. */
    INIT,
    /** A later turn of a stream. */
    EXCHANGE
  }

  /**
   * Reads a path behind the prefix: {@code /protocol/method}, {@code /method}, and both with {@code
   * /init} or {@code /exchange}. Null when it is none of these; percent signs are never decoded.
   */
  static @Nullable RpcPath parse(String path, Router router) {
    if (!path.startsWith("/") || path.indexOf('%') >= 0 || path.length() > 1024) {
      return null;
    }
    String[] parts = path.substring(1).split("/", 5);
    for (String part : parts) {
      if (part.isEmpty()) {
        return null;
      }
    }
    Step last = step(parts[parts.length - 1]);
    Service named = router.hosted(parts[0]);
    if (parts.length == 1) {
      return new RpcPath(null, parts[0], Step.UNARY);
    } else if (parts.length == 2 && named == null && last != Step.UNARY) {
      // clients of older revisions leave the protocol out
      return new RpcPath(null, parts[0], last);
    } else if (parts.length == 2) {
      return new RpcPath(parts[0], parts[1], Step.UNARY);
    } else if (parts.length == 3 && last != Step.UNARY) {
      return new RpcPath(parts[0], parts[1], last);
    }
    return null;
  }

  private static Step step(String part) {
    return switch (part) {
      case "init" -> Step.INIT;
      case "exchange" -> Step.EXCHANGE;
      default -> Step.UNARY;
    };
  }
}
