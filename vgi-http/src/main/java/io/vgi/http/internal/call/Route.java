package io.vgi.http.internal.call;

import io.vgi.rpc.Service;
import io.vgi.rpc.internal.dispatch.Router;
import io.vgi.rpc.internal.dispatch.RpcFault;
import org.jspecify.annotations.Nullable;

/**
 * What a path asks for, looked up once.
 *
 * @param service the service that the path names; null when it leaves that to the request, or names
 *     none that is hosted
 * @param method the method
 * @param step which part of a call it is
 * @param fault why nobody serves it, whatever the request says; null when it may be served
 */
public record Route(@Nullable Service service, String method, Step step, @Nullable RpcFault fault) {
  private static final String UPLOAD_METHOD = "__upload_url__";

  /** What clients may name a question for uploads, in place of its method. */
  static final String UPLOAD_PATH = UPLOAD_METHOD + "/init";

  /** The parts of a call. */
  public enum Step {
    /** All of a unary call. */
    UNARY,
    /** The opening of a stream. */
    INIT,
    /** A later turn of a stream. */
    EXCHANGE,
    /** No call, but the question where to put a request that is too big. */
    UPLOAD
  }

  /**
   * Reads a path behind the prefix: {@code /protocol/method}, {@code /method}, and both with {@code
   * /init} or {@code /exchange}. Null when it is none of these; percent signs are never decoded.
   */
  public static @Nullable Route of(String path, Router router) {
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
      return flat(parts[0], Step.UNARY, router);
    } else if (parts.length == 2 && named == null && last != Step.UNARY) {
      // clients of older revisions leave the protocol out
      return flat(parts[0], last, router);
    } else if (parts.length == 2 || (parts.length == 3 && last != Step.UNARY)) {
      Step step = parts.length == 2 ? Step.UNARY : last;
      return new Route(named, parts[1], step, fault(named, parts[0], parts[1], router));
    }
    return null;
  }

  private static Route flat(String method, Step step, Router router) {
    if (Router.isReserved(method)) {
      boolean upload = method.equals(UPLOAD_METHOD) && step == Step.INIT;
      return new Route(null, method, upload ? Step.UPLOAD : step, Router.unknownReserved(method));
    }
    return new Route(null, method, step, router.unknown(method));
  }

  private static @Nullable RpcFault fault(
      @Nullable Service named, String protocol, String method, Router router) {
    if (named == null) {
      return router.notHosted(protocol);
    }
    return named.hasMethod(method) ? null : Router.noMethod(named, method);
  }

  private static Step step(String part) {
    return switch (part) {
      case "init" -> Step.INIT;
      case "exchange" -> Step.EXCHANGE;
      default -> Step.UNARY;
    };
  }
}
