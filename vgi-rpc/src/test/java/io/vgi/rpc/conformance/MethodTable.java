package io.vgi.rpc.conformance;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.Method;
import io.vgi.rpc.Revision;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.Service;
import io.vgi.rpc.StreamHandler;
import io.vgi.rpc.StreamHandler.Kind;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;

/** A protocol as a table: a row for each method names its fields and what it does. */
final class MethodTable implements Revision {
  private final String protocol;
  private final String version;
  private final Map<String, Method> methods = new LinkedHashMap<>();

  MethodTable(String protocol, String version) {
    this.protocol = protocol;
    this.version = version;
  }

  /** Computes the value of the field {@code result}, or anything for a method without one. */
  interface Answer {
    Object to(CallContext call, WireRecord params) throws Exception;
  }

  /** Makes the header of a stream that is opened, not of one that goes on. */
  interface Header {
    WireRecord of(CallContext call, WireRecord params);
  }

  /** Makes a stream that stands at {@code place}; at the start that is null. */
  interface Opening {
    ServerStream open(CallContext call, WireRecord params, WireBatch header, byte[] place)
        throws Exception;
  }

  MethodTable unary(String name, WireSchema params, Field result, Answer answer) {
    WireSchema answered = result == null ? null : WireSchema.of(result);
    return add(
        new Method.Unary(
            name,
            params,
            answered,
            (call, in) -> {
              Object value = answer.to(call, given(name, in));
              return answered == null
                  ? null
                  : WireRecord.named(name).set("result", value).toBatch(answered, call.allocator());
            }));
  }

  MethodTable producer(String name, WireSchema params, Opening opening) {
    return stream(name, params, null, new Opener(name, Kind.PRODUCER, null, null, opening));
  }

  MethodTable producer(
      String name, WireSchema params, WireSchema schema, Header header, Opening opening) {
    return stream(name, params, schema, new Opener(name, Kind.PRODUCER, schema, header, opening));
  }

  MethodTable exchange(String name, WireSchema params, Opening opening) {
    return stream(name, params, null, new Opener(name, Kind.EXCHANGE, null, null, opening));
  }

  MethodTable exchange(
      String name, WireSchema params, WireSchema schema, Header header, Opening opening) {
    return stream(name, params, schema, new Opener(name, Kind.EXCHANGE, schema, header, opening));
  }

  private MethodTable stream(String name, WireSchema params, WireSchema header, Opener opener) {
    return add(new Method.Streaming(name, params, header, opener));
  }

  private MethodTable add(Method method) {
    if (methods.put(method.name(), method) != null) {
      throw new IllegalArgumentException("Method '" + method.name() + "' is declared twice");
    }
    return this;
  }

  /** A request without parameters may have no row. */
  private static WireRecord given(String name, WireBatch params) {
    return params.schema().size() == 0 ? WireRecord.named(name) : WireRecord.read(name, params);
  }

  private record Opener(String name, Kind kind, WireSchema schema, Header header, Opening opening)
      implements StreamHandler {
    @Override
    public ServerStream open(CallContext call, WireBatch params) throws Exception {
      WireRecord given = given(name, params);
      WireBatch row =
          header == null ? null : header.of(call, given).toBatch(schema, call.allocator());
      try {
        return opening.open(call, given, row, null);
      } catch (Throwable failure) {
        if (row != null) {
          row.close();
        }
        throw failure;
      }
    }

    @Override
    public ServerStream resume(CallContext call, WireBatch params, WireBatch sent, byte[] place)
        throws Exception {
      return opening.open(call, given(name, params), null, place);
    }
  }

  Service service() {
    return Service.of(protocol, List.of(this));
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Collection<String> methodNames() {
    return methods.keySet();
  }

  @Override
  public Method method(String name) {
    return methods.get(name);
  }
}
