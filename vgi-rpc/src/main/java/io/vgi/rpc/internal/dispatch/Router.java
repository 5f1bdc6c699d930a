package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.Revision;
import io.vgi.rpc.Service;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.Layout;
import io.vgi.rpc.internal.ipc.RowColumns;
import io.vgi.rpc.internal.wire.Excerpt;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Finds the method a request asks for; the checks run in the order the protocol fixes. */
public final class Router {
  static final String TRANSPORT_OPTIONS = "__transport_options__";
  private static final String DESCRIBE = "__describe__";
  private static final int SHOWN_CHARS = 80;

  private final Map<String, Service> services = new LinkedHashMap<>();

  /** Creates a router over {@code services}, in the order of registration. */
  public Router(List<Service> services) {
    for (Service service : services) {
      if (this.services.put(service.protocol(), service) != null) {
        throw new IllegalArgumentException("Protocol '" + service.protocol() + "' is hosted twice");
      }
    }
  }

  /** The service, revision and method of a request. */
  public record Target(Service service, Revision revision, Method method) {}

  /** The receipts that {@code protocol} hears of, or null. */
  public @Nullable Receipts receipts(String protocol) {
    Service service = services.get(protocol);
    return service != null && service.newest() instanceof Receipts receipts ? receipts : null;
  }

  /** Steps 2 and 3: the method's name, with the framing version checked. */
  public static String methodName(Metadata metadata) {
    byte[] method = metadata.bytes(MetadataKeys.METHOD);
    if (method == null) {
      throw RpcFault.malformedRequest(
          "The request names no method ('" + MetadataKeys.METHOD + "')");
    }
    String name = strict(method);
    if (name == null) {
      throw RpcFault.malformedRequest("The method name is not valid UTF-8");
    }
    String framing = metadata.text(MetadataKeys.REQUEST_VERSION);
    if (!MetadataKeys.FRAMING.equals(framing)) {
      throw RpcFault.badVersion(
          framing == null
              ? "The request names no request version ('" + MetadataKeys.REQUEST_VERSION + "')"
              : "Request version '"
                  + shortened(framing)
                  + "' is not supported, only '"
                  + MetadataKeys.FRAMING
                  + "' is");
    }
    return name;
  }

  /** Step 5. */
  public static void checkRows(WireBatch request) {
    if (request.schema().size() > 0 && request.rows() != 1) {
      throw RpcFault.malformedRequest(
          "A request must have one row, this one has " + request.rows());
    }
  }

  public static boolean isReserved(String method) {
    return method.length() > 4 && method.startsWith("__") && method.endsWith("__");
  }

  public static RpcFault unknownReserved(String method) {
    return RpcFault.methodNotImplemented(
        method.equals(DESCRIBE)
            ? "Method '__describe__' is retired; use the protocol 'vgi_rpc.Reflection.v1'"
            : "Method '" + shortened(method) + "' is not implemented");
  }

  /** Step 7. */
  public Service service(Metadata metadata) {
    byte[] key = metadata.bytes(MetadataKeys.PROTOCOL);
    if (key == null) {
      Service unnamed = unnamed(metadata.text(MetadataKeys.PROTOCOL_VERSION));
      if (unnamed != null) {
        return unnamed;
      }
      throw RpcFault.protocolNotSpecified(
          "The request names no protocol ('" + MetadataKeys.PROTOCOL + "'); hosted: " + hosted());
    }
    String protocol = strict(key);
    Service service = protocol == null ? null : services.get(protocol);
    if (service == null) {
      throw notHosted(protocol == null ? "<not UTF-8>" : protocol);
    }
    return service;
  }

  /** The service that is meant by a client of before protocols had names: it announces 1.x. */
  private @Nullable Service unnamed(@Nullable String version) {
    Service first = first();
    boolean gated = !first.newest().version().isEmpty();
    return gated && version != null && version.startsWith("1.") ? first : null;
  }

  /** Why nothing of {@code protocol} is served. */
  public RpcFault notHosted(String protocol) {
    return RpcFault.protocolNotSupported(
        "Protocol '" + shortened(protocol) + "' is not hosted here; hosted: " + hosted());
  }

  /** Why {@code method} of {@code service} is not served. */
  public static RpcFault noMethod(Service service, String method) {
    return RpcFault.methodNotImplemented(
        "Protocol '" + service.protocol() + "' has no method '" + shortened(method) + "'");
  }

  /** Why {@code method} is not served whatever the protocol; null when one of them has it. */
  public @Nullable RpcFault unknown(String method) {
    for (Service service : services.values()) {
      if (service.hasMethod(method)) {
        return null;
      }
    }
    return RpcFault.methodNotImplemented(
        "No protocol has a method '" + shortened(method) + "'; hosted: " + hosted());
  }

  /** The service called {@code protocol}, or null when it is not hosted. */
  public @Nullable Service hosted(String protocol) {
    return services.get(protocol);
  }

  /** The service that requests mean which name none: the first that was registered. */
  public Service first() {
    return services.values().iterator().next();
  }

  /** Steps 8 and 9: the method in the dialect of the call. */
  public static Target target(Service service, Metadata metadata, String method) {
    byte[] announced = metadata.bytes(MetadataKeys.PROTOCOL_VERSION);
    String version = announced == null ? null : strict(announced);
    if (announced != null && version == null) {
      version = "<not UTF-8>";
    }
    Revision revision = service.select(version);
    Method found = revision == null ? null : revision.method(method);
    if (revision != null && found != null) {
      return new Target(service, revision, found);
    } else if (!service.hasMethod(method)) {
      throw noMethod(service, method);
    } else if (revision == null) {
      throw RpcFault.versionMismatch(service, version);
    }
    throw RpcFault.methodNotImplemented(
        "Protocol '"
            + service.protocol()
            + "' "
            + revision.version()
            + " has no method '"
            + shortened(method)
            + "'");
  }

  /** Step 10: column count, order, names, types and nullability, then NULLs. */
  public static void checkParameters(Method method, WireBatch request) {
    WireSchema declared = method.params();
    WireSchema given = request.schema();
    boolean same = declared.size() == given.size();
    for (int i = 0; same && i < declared.size(); i++) {
      Field want = declared.field(i);
      Field got = given.field(i);
      same =
          want.getName().equals(got.getName())
              && want.isNullable() == got.isNullable()
              && WireSchema.sameType(Layout.usual(want), got);
    }
    if (!same) {
      throw RpcFault.wrongParameters(
          "Method '"
              + method.name()
              + "' takes ("
              + SchemaSummary.of(declared)
              + "), it was given ("
              + SchemaSummary.of(given)
              + ")");
    }
    for (int i = 0; i < declared.size(); i++) {
      if (!declared.field(i).isNullable() && hasNull(request, i)) {
        throw RpcFault.wrongParameters(
            "Parameter '"
                + declared.field(i).getName()
                + "' of method '"
                + method.name()
                + "' must not be null");
      }
    }
  }

  private static boolean hasNull(WireBatch request, int column) {
    return request.columns() instanceof RowColumns row
        ? row.isNull(column)
        : request.column(column).getNullCount() > 0;
  }

  private String hosted() {
    return String.join(", ", services.keySet());
  }

  private static String shortened(String text) {
    return Excerpt.line(text, SHOWN_CHARS);
  }

  private static @Nullable String strict(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException notText) {
      return null;
    }
  }
}
