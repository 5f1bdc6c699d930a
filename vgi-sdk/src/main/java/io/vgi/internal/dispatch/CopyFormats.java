package io.vgi.internal.dispatch;

import io.vgi.catalog.Catalog;
import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Trait;
import io.vgi.function.SqlFunction;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.kind.CopyKind;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The COPY formats of a catalog, by the names that the engine calls them by. Any thread. */
final class CopyFormats {
  private final Map<String, FunctionEntry> byHandler = new LinkedHashMap<>();

  CopyFormats(Catalog catalog) {
    for (SqlFunction format : catalog.copyFormats()) {
      FunctionEntry entry = FunctionEntry.of(catalog.defaultSchema(), format);
      byHandler.put(CopyKind.handler(format, entry.spec()), entry);
    }
  }

  /**
   * The format that {@code request} calls, or null. One that no COPY statement calls is found, too:
   * its kind says what to do instead.
   */
  @Nullable FunctionEntry find(BindRequest request) {
    return byHandler.get(request.function());
  }

  /** The records of listings. */
  List<byte[]> records(DialectCall call) {
    List<byte[]> records = new ArrayList<>(byHandler.size());
    for (Map.Entry<String, FunctionEntry> one : byHandler.entrySet()) {
      FunctionEntry entry = one.getValue();
      FunctionSpec spec = entry.spec();
      FunctionSpec.Docs docs = spec.docs();
      records.add(
          call.encode(
              "CopyFromFormatInfo",
              WireRecord.named("CopyFromFormatInfo")
                  .set("comment", docs.comment())
                  .set("tags", docs.tags())
                  .set("format_name", spec.name())
                  .set("handler", one.getKey())
                  .set("options", IpcBytes.ofSchema(ParameterFields.of(entry)))
                  .set("direction", CopyKind.isFrom(entry.function()) ? "from" : "to")
                  .set("description", docs.doc())
                  .set("ordered", spec.traits().contains(Trait.ORDERED_SINK))));
    }
    return records;
  }
}
