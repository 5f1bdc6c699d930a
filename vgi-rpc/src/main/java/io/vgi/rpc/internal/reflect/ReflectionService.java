package io.vgi.rpc.internal.reflect;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.Method;
import io.vgi.rpc.Revision;
import io.vgi.rpc.Service;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.reflect.ProtocolHash.DescribedMethod;
import io.vgi.rpc.internal.wire.Excerpt;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * The protocol that describes the hosted protocols, itself included. Each is described by its
 * newest revision, and only when somebody asks.
 */
public final class ReflectionService implements Revision {
  /** The name clients route by. */
  public static final String PROTOCOL = "vgi_rpc.Reflection.v1";

  private static final String LIST_PROTOCOLS = "list_protocols";
  private static final String DESCRIBE = "describe";

  private final List<Service> hosted;
  private final String serverId;
  private final String serverVersion;

  private ReflectionService(List<Service> hosted, String serverId, String serverVersion) {
    this.hosted = hosted;
    this.serverId = serverId;
    this.serverVersion = serverVersion;
  }

  /**
   * Returns the service that describes {@code hosted} and, behind them, itself.
   *
   * @param serverId the name of this server process
   * @param serverVersion the version of the software that serves; may be empty
   */
  public static Service of(List<Service> hosted, String serverId, String serverVersion) {
    return Service.of(
        PROTOCOL, List.of(new ReflectionService(List.copyOf(hosted), serverId, serverVersion)));
  }

  @Override
  public String version() {
    return "";
  }

  @Override
  public Collection<String> methodNames() {
    return List.of(LIST_PROTOCOLS, DESCRIBE);
  }

  @Override
  public @Nullable Method method(String name) {
    return switch (name) {
      case LIST_PROTOCOLS ->
          new Method.Unary(name, WireSchema.EMPTY, ReflectionRecords.RESULT, this::listProtocols);
      case DESCRIBE ->
          new Method.Unary(
              name, ReflectionRecords.DESCRIBE_PARAMS, ReflectionRecords.RESULT, this::describe);
      default -> null;
    };
  }

  private WireBatch listProtocols(CallContext call, WireBatch params) {
    List<Map<String, Object>> protocols = new ArrayList<>();
    for (Service service : hosted) {
      protocols.add(summary(service.protocol(), service.newest()));
    }
    protocols.add(summary(PROTOCOL, this));
    WireRecord answer =
        WireRecord.named("ProtocolList")
            .set("server_id", serverId)
            .set("server_version", serverVersion)
            .set("request_version", MetadataKeys.FRAMING)
            .set("protocols", protocols);
    return result(answer, ReflectionRecords.PROTOCOL_LIST, call);
  }

  private WireBatch describe(CallContext call, WireBatch params) {
    String protocol = WireRecord.read("describe parameters", params).needText("protocol");
    Revision revision = newest(protocol);
    WireRecord answer = WireRecord.named("ServiceDescription");
    for (Map.Entry<String, Object> entry : summary(protocol, revision).entrySet()) {
      answer.set(entry.getKey(), entry.getValue());
    }
    List<Map<String, Object>> methods = new ArrayList<>();
    List<String> names = new ArrayList<>(revision.methodNames());
    names.sort(null);
    for (String name : names) {
      methods.add(methodInfo(method(revision, name)));
    }
    answer.set("methods", methods);
    return result(answer, ReflectionRecords.SERVICE_DESCRIPTION, call);
  }

  private Revision newest(String protocol) {
    for (Service service : hosted) {
      if (service.protocol().equals(protocol)) {
        return service.newest();
      }
    }
    if (protocol.equals(PROTOCOL)) {
      return this;
    }
    StringBuilder names = new StringBuilder();
    for (Service service : hosted) {
      names.append(service.protocol()).append(", ");
    }
    String shown = Excerpt.line(protocol, 80);
    throw VgiException.notFound(
        "Protocol '" + shown + "' is not hosted here; hosted: " + names + PROTOCOL);
  }

  /** The hash of one revision of {@code protocol}. */
  static String hash(String protocol, Revision revision) {
    List<DescribedMethod> hashed = new ArrayList<>();
    for (String name : revision.methodNames()) {
      Method method = method(revision, name);
      hashed.add(
          new DescribedMethod(
              name,
              method instanceof Method.Streaming,
              method.params().fields(),
              fields(resultOf(method)),
              fields(headerOf(method))));
    }
    return ProtocolHash.of(protocol, hashed);
  }

  private static Map<String, Object> summary(String protocol, Revision revision) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("protocol", protocol);
    summary.put("protocol_version", revision.version());
    summary.put("protocol_hash", hash(protocol, revision));
    summary.put("deprecated", false);
    summary.put("deprecation_message", "");
    summary.put("features", List.of());
    return summary;
  }

  private static Map<String, Object> methodInfo(Method method) {
    boolean stream = method instanceof Method.Streaming;
    WireSchema result = resultOf(method);
    WireSchema header = headerOf(method);
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("name", method.name());
    info.put("method_type", stream ? "stream" : "unary");
    info.put("has_return", result != null);
    info.put("has_header", header != null);
    info.put("stream_kind", streamKind(method));
    info.put("params_schema_ipc", IpcBytes.ofSchema(method.params()));
    info.put("result_schema_ipc", result == null ? new byte[0] : IpcBytes.ofSchema(result));
    info.put("header_schema_ipc", header == null ? new byte[0] : IpcBytes.ofSchema(header));
    info.put("idempotency", "unknown");
    info.put("deprecated", false);
    info.put("deprecation_message", "");
    return info;
  }

  private static String streamKind(Method method) {
    return method instanceof Method.Streaming stream
        ? stream.handler().kind().name().toLowerCase(Locale.ROOT)
        : "";
  }

  private static Method method(Revision revision, String name) {
    Method method = revision.method(name);
    if (method == null) {
      throw VgiException.internal("Method '" + name + "' is listed but cannot be found", null);
    }
    return method;
  }

  private static @Nullable WireSchema resultOf(Method method) {
    return method instanceof Method.Unary unary ? unary.result() : null;
  }

  private static @Nullable WireSchema headerOf(Method method) {
    return method instanceof Method.Streaming streaming ? streaming.header() : null;
  }

  private static @Nullable List<Field> fields(@Nullable WireSchema schema) {
    return schema == null ? null : schema.fields();
  }

  private static WireBatch result(WireRecord answer, WireSchema schema, CallContext call) {
    byte[] stream = answer.toBytes(schema, call.allocator());
    return WireRecord.named("result")
        .set("result", stream)
        .toBatch(ReflectionRecords.RESULT, call.allocator());
  }
}
