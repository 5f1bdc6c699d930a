package io.vgi.testing;

import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A format as a COPY statement uses it.
 *
 * @param function what the engine calls
 * @param path where rows come from or go to
 * @param expected the columns of the table that is filled; null when rows are written
 */
record CopyFormat(ListedFunction function, String path, @Nullable WireSchema expected) {
  /** The format called {@code name}, which reads when columns are {@code expected}. */
  static CopyFormat of(
      LocalWorker worker, String name, String path, @Nullable WireSchema expected) {
    String direction = expected == null ? "to" : "from";
    List<String> known = new ArrayList<>();
    try (Connection connection = worker.session().connect(name)) {
      WireRecord request = WireRecord.named("p").set(Session.ATTACH, worker.session().attach());
      WireRecord listed = connection.call("catalog_copy_from_formats", request);
      for (WireRecord format : worker.session().items(listed, "items")) {
        if (format.needText("direction").equals(direction)) {
          known.add(format.needText("format_name"));
          if (format.needText("format_name").equalsIgnoreCase(name)) {
            return new CopyFormat(function(worker, format), path, expected);
          }
        }
      }
    }
    throw new IllegalArgumentException(
        "The catalog has no format '" + name + "' to copy " + direction + "; it has " + known);
  }

  private static ListedFunction function(LocalWorker worker, WireRecord format) {
    WireRecord info =
        WireRecord.named("FunctionInfo")
            .set("name", format.needText("handler"))
            .set("function_type", "TABLE_BUFFERING")
            .set("arguments", format.needBytes("options"))
            .set("input_from_args", false)
            .set("sink_order_dependent", format.flag("ordered"));
    return ListedFunction.of(info, worker.session().memory());
  }

  /** Adds the statement to a bind request. */
  WireRecord in(WireRecord bind) {
    Map<String, Object> values = new LinkedHashMap<>();
    String format = function.name().substring(0, function.name().lastIndexOf('#'));
    values.put("format", format);
    values.put("file_path", path);
    if (expected == null) {
      return bind.set("copy_to", values);
    }
    values.put("expected_schema", IpcBytes.ofSchema(expected));
    return bind.set("copy_from", values);
  }
}
