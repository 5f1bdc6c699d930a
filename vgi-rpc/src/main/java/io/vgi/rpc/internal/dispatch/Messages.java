package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.ErrorDetail;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.dispatch.ServerCallContext.LogMessage;
import io.vgi.rpc.internal.wire.Json;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;

/** The metadata of error and log batches. */
final class Messages {
  private static final int MAX_DETAILS_BYTES = 4096;

  private Messages() {}

  static Metadata log(LogMessage log, String serverId, String requestId) {
    Metadata.Builder out =
        Metadata.builder()
            .put(MetadataKeys.LOG_LEVEL, log.level().name())
            .put(MetadataKeys.LOG_MESSAGE, log.message());
    if (!log.extra().isEmpty()) {
      out.put(MetadataKeys.LOG_EXTRA, Json.object(log.extra()));
    }
    return out.put(MetadataKeys.SERVER_ID, serverId)
        .put(MetadataKeys.REQUEST_ID, requestId)
        .build();
  }

  /**
   * The client sees the sentence and, where a method was called, its name; the stack trace stays in
   * the worker's log.
   *
   * @param context the call that failed, or null when the request got to no method
   */
  static Metadata error(
      Throwable failure, @Nullable ServerCallContext context, String serverId, String requestId) {
    String type = typeName(failure);
    String code = code(failure);
    String message = FailureText.shown(failure, context);
    String reason = failure instanceof VgiException known ? known.reason() : null;
    String details = failure instanceof VgiException known ? details(known.details()) : null;
    StringBuilder extra = new StringBuilder("{\"exception_type\":").append(Json.text(type));
    extra.append(",\"exception_message\":").append(Json.text(message));
    extra.append(",\"error_code\":").append(Json.text(code));
    if (reason != null) {
      extra.append(",\"error_kind\":").append(Json.text(reason));
    }
    if (details != null) {
      extra.append(",\"error_details\":").append(details);
    }
    if (context != null) {
      extra.append(",\"traceback\":").append(Json.text("  at " + FailureText.place(context)));
    }
    Metadata.Builder out =
        Metadata.builder()
            .put(MetadataKeys.LOG_LEVEL, MetadataKeys.EXCEPTION)
            .put(MetadataKeys.LOG_MESSAGE, type + ": " + message)
            .put(MetadataKeys.LOG_EXTRA, extra.append('}').toString())
            .put(MetadataKeys.ERROR_CODE, code);
    if (reason != null) {
      out.put(MetadataKeys.ERROR_KIND, reason);
    }
    if (details != null) {
      out.put(MetadataKeys.ERROR_DETAILS, details);
    }
    return out.put(MetadataKeys.SERVER_ID, serverId)
        .put(MetadataKeys.REQUEST_ID, requestId)
        .build();
  }

  /** All details or, as a part of them would pass for the whole, none. */
  private static @Nullable String details(List<ErrorDetail> details) {
    if (details.isEmpty()) {
      return null;
    }
    List<Map<String, Object>> objects = new ArrayList<>(details.size());
    for (ErrorDetail detail : details) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("@type", detail.type());
      object.putAll(detail.members());
      objects.add(object);
    }
    String json = Json.value(objects);
    return json.getBytes(StandardCharsets.UTF_8).length <= MAX_DETAILS_BYTES ? json : null;
  }

  static String typeName(Throwable failure) {
    if (failure instanceof RpcFault fault) {
      return fault.typeName();
    } else if (failure instanceof VgiException known) {
      return known.kind().typeName();
    } else if (failure instanceof IllegalArgumentException) {
      return "ValueError";
    } else if (failure instanceof ClassCastException) {
      return "TypeError";
    } else if (failure instanceof UnsupportedOperationException) {
      return "NotImplementedError";
    } else if (isExhausted(failure)) {
      return "MemoryError";
    }
    return "RuntimeError";
  }

  static String code(Throwable failure) {
    if (failure instanceof VgiException known) {
      return known.kind().code();
    } else if (failure instanceof UnsupportedOperationException) {
      return "UNIMPLEMENTED";
    } else if (isExhausted(failure)) {
      return "RESOURCE_EXHAUSTED";
    }
    return "UNKNOWN";
  }

  private static boolean isExhausted(Throwable failure) {
    return failure instanceof OutOfMemoryError || failure instanceof OutOfMemoryException;
  }
}
