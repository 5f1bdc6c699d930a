package io.vgi.testing;

import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that is bound.
 *
 * @param function the function
 * @param call the bind request, which later requests carry
 * @param output the columns of the result
 * @param opaque what the function's worker wants back, or null
 */
record Bound(ListedFunction function, byte[] call, WireSchema output, byte @Nullable [] opaque) {

  /**
   * A request to bind.
   *
   * @param arguments the record of constants
   * @param input the columns of the input, or null without one
   * @param names the parameters by position, or null for functions that give rows
   * @param asOf the unit and the value of {@code AT}, or null
   * @param copy the COPY statement that calls, or null
   */
  record Request(
      byte[] arguments,
      @Nullable WireSchema input,
      @Nullable List<@Nullable String> names,
      @Nullable List<String> asOf,
      @Nullable CopyFormat copy) {
    Request(
        byte[] arguments,
        @Nullable WireSchema input,
        @Nullable List<@Nullable String> names,
        @Nullable List<String> asOf) {
      this(arguments, input, names, asOf, null);
    }
  }

  /** Binds {@code function}, as often as it asks for secrets. */
  static Bound of(
      LocalWorker worker, Connection connection, ListedFunction function, Request request) {
    Secrets secrets = worker.secrets();
    List<Secrets.Held> held = secrets.required(function);
    WireRecord bind =
        request(worker, connection, "BindRequest", function, request, secrets.encode(held))
            .set("function_type", type(function))
            .set(LocalWorker.TRANSACTION, worker.transaction())
            .set("resolved_secrets_provided", false)
            .set("at_unit", request.asOf() == null ? null : request.asOf().get(0))
            .set("at_value", request.asOf() == null ? null : request.asOf().get(1));
    if (request.copy() != null) {
      // the engine names no transaction
      request.copy().in(bind).set(LocalWorker.TRANSACTION, null);
    }
    WireRecord answer = connection.call("bind", bind);
    List<String> types = answer.list("lookup_secret_types");
    if (types != null && !types.isEmpty()) {
      List<Secrets.Held> found = new ArrayList<>(held);
      List<String> scopes = answer.list("lookup_scopes");
      for (int i = 0; i < types.size(); i++) {
        String scope = scopes == null ? "" : scopes.get(i);
        Secrets.Held one = secrets.lookUp(types.get(i), scope);
        if (one != null && !found.contains(one)) {
          found.add(one);
        }
      }
      bind.set("secrets", secrets.encode(found)).set("resolved_secrets_provided", true);
      answer = connection.call("bind", bind);
    }
    return new Bound(
        function,
        connection.encode(bind),
        IpcBytes.readSchema(answer.needBytes("output_schema"), connection.memory()),
        answer.bytes("opaque_data"));
  }

  /** What requests that bind have in common. */
  static WireRecord request(
      LocalWorker worker,
      Connection connection,
      String record,
      ListedFunction function,
      Request request,
      byte @Nullable [] secrets) {
    WireSchema input = request.input();
    return WireRecord.named(record)
        .set("function_name", function.name())
        .set("arguments", request.arguments())
        .set("input_schema", input == null ? null : IpcBytes.ofSchema(input))
        .set("settings", worker.settings(function))
        .set("secrets", secrets)
        .set(Session.ATTACH, worker.session().attach())
        .set("schema_path", function.path())
        .set("argument_names", request.names());
  }

  private static String type(ListedFunction function) {
    // the engine calls functions that buffer their input table functions as well
    return function.kind().startsWith("TABLE") ? "TABLE" : function.kind();
  }

  /** A request to open a stream of this call. */
  WireRecord init() {
    return WireRecord.named("InitRequest")
        .set("bind_call", call)
        .set("output_schema", IpcBytes.ofSchema(output))
        .set("bind_opaque_data", opaque);
  }
}
