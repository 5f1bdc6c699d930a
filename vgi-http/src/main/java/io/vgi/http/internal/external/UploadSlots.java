package io.vgi.http.internal.external;

import io.vgi.http.HttpOptions;
import io.vgi.http.external.ExternalStorage;
import io.vgi.http.external.UploadSlot;
import io.vgi.http.internal.auth.CallerKey;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.dispatch.RpcFault;
import io.vgi.rpc.internal.ipc.ChunkedBuffer;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Answers clients that ask where to put a request that is too big. Any thread. */
public final class UploadSlots {
  private static final int MOST_SLOTS = 100;
  private static final WireSchema SCHEMA =
      WireSchema.of(
          Field.nullable("upload_url", ArrowType.Utf8.INSTANCE),
          Field.nullable("download_url", ArrowType.Utf8.INSTANCE),
          Field.nullable("expires_at", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")));

  private final HttpOptions options;
  private final SlotLimit limit;

  public UploadSlots(HttpOptions options) {
    this.options = options;
    this.limit = new SlotLimit(options.maxUploadSlots(), options.externalLifetime());
  }

  /** Whether there are such. */
  public boolean areGiven() {
    ExternalStorage storage = options.externalStorage();
    return storage != null && storage.givesSlots();
  }

  /**
   * Writes as many slots as {@code request} of {@code caller} asks for; returns why there are none,
   * or null.
   */
  public @Nullable String answer(
      WireBatch request, CallerKey caller, BufferAllocator memory, ChunkedBuffer body)
      throws IOException {
    int column = request.schema().indexOf("count");
    if (request.schema().size() > 1
        || (column < 0 && request.schema().size() == 1)
        || (column == 0 && !(request.column(0) instanceof BigIntVector))) {
      throw RpcFault.malformedRequest("Upload addresses are asked for with 'count', a BIGINT");
    }
    long count = 1;
    if (column == 0 && request.column(0) instanceof BigIntVector counts && !counts.isNull(0)) {
      count = Math.max(1, Math.min(counts.get(0), MOST_SLOTS));
    }
    if (!limit.take(caller, (int) count)) {
      return "The caller has as many places for uploads as it may have at once, "
          + options.maxUploadSlots()
          + "; try again when they have ended";
    }
    List<UploadSlot> slots;
    try {
      slots = slots((int) count);
    } catch (IOException | RuntimeException failure) {
      WorkerLog.error("The external storage gave no place for an upload", failure);
      return "The external storage gives no place for an upload now";
    }
    try (WireBatch rows = rows(slots, memory);
        StreamWriter out = new StreamWriter(body, SCHEMA, memory)) {
      out.write(rows);
      out.end();
    }
    return null;
  }

  private List<UploadSlot> slots(int count) throws IOException {
    ExternalStorage storage = options.externalStorage();
    List<UploadSlot> slots = new ArrayList<>(count);
    for (int i = 0; storage != null && i < count; i++) {
      slots.add(storage.slot(options.maxUploadBytes(), options.externalLifetime()));
    }
    return slots;
  }

  private static WireBatch rows(List<UploadSlot> slots, BufferAllocator memory) {
    List<FieldVector> columns = new ArrayList<>(SCHEMA.size());
    try {
      for (Field field : SCHEMA.fields()) {
        FieldVector column = Vectors.create(field, memory);
        columns.add(column);
        column.allocateNew();
      }
      VarCharVector uploads = (VarCharVector) columns.get(0);
      VarCharVector downloads = (VarCharVector) columns.get(1);
      TimeStampMicroTZVector ends = (TimeStampMicroTZVector) columns.get(2);
      for (int i = 0; i < slots.size(); i++) {
        UploadSlot slot = slots.get(i);
        uploads.setSafe(i, slot.upload().toString().getBytes(StandardCharsets.UTF_8));
        downloads.setSafe(i, slot.download().toString().getBytes(StandardCharsets.UTF_8));
        Instant end = slot.expires();
        ends.setSafe(i, end.getEpochSecond() * 1_000_000 + end.getNano() / 1_000);
      }
      for (FieldVector column : columns) {
        column.setValueCount(slots.size());
      }
      return WireBatch.of(SCHEMA, columns, slots.size());
    } catch (RuntimeException failure) {
      columns.forEach(FieldVector::close);
      throw failure;
    }
  }
}
