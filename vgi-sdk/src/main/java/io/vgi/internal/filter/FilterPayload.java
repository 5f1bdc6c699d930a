package io.vgi.internal.filter;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** The batch that carries a filter document and its typed values; closed once it is parsed. */
final class FilterPayload implements AutoCloseable {
  private static final int MAX_IPC_BYTES = 33 << 20;
  private static final int MAX_BYTES = 32 << 20;
  private static final int MAX_JSON_BYTES = 16 << 20;
  private static final int MAX_FINGERPRINT_BYTES = 256;
  private static final String VERSION = "vgi_filter_version";
  private static final String NO_CONTEXT = "vgi.none.v1";
  private static final String FINGERPRINT = "vgi_context_provider_fingerprint";
  private static final List<String> SESSION =
      List.of(
          "vgi_time_zone",
          "vgi_calendar",
          "vgi_default_collation",
          "vgi_ieee_floating_point_ops",
          "vgi_integer_division");

  private final WireBatch batch;
  private final boolean tree;
  private final List<String> context;
  private final Map<String, Integer> positions = new HashMap<>();

  private FilterPayload(WireBatch batch, FilterCapabilities capabilities) {
    this.batch = batch;
    this.tree = isTree(batch.schema());
    checkShape();
    this.context = tree ? List.of(NO_CONTEXT) : context(batch.schema().metadata(), capabilities);
  }

  private static boolean isTree(WireSchema schema) {
    return schema.size() > 0 && "1".equals(schema.field(0).getMetadata().get(VERSION));
  }

  /** Whether it is one of {@link FilterTree}. */
  boolean isTree() {
    return tree;
  }

  static FilterPayload open(
      byte[] payload, FilterCapabilities capabilities, BufferAllocator allocator) {
    if (payload.length > MAX_IPC_BYTES) {
      throw bad("takes more than " + (MAX_IPC_BYTES >> 20) + " MiB");
    }
    WireBatch batch = IpcBytes.readBatch(payload, allocator);
    if (batch == null) {
      throw bad("holds no batch");
    }
    try {
      return new FilterPayload(batch, capabilities);
    } catch (Throwable failure) {
      batch.close();
      throw failure;
    }
  }

  private void checkShape() {
    if (batch.rows() != 1) {
      throw bad("has " + batch.rows() + " rows, not one");
    } else if (batch.schema().size() == 0) {
      throw bad("has no column 'filter_spec'");
    }
    Field first = batch.schema().field(0);
    boolean text = first.getType() instanceof ArrowType.Utf8 && first.getDictionary() == null;
    if (!first.getName().equals("filter_spec") || !text || (first.isNullable() && !tree)) {
      throw bad("must begin with the column 'filter_spec', a text that is never NULL");
    }
    long bytes = 0;
    for (int i = 0; i < batch.schema().size(); i++) {
      String name = name(batch.schema().field(i).getName());
      if (positions.put(name, i) != null) {
        throw bad("has two columns '" + name + "'");
      } else if (i > 0 && !isPayloadName(name)) {
        throw bad("has the unknown column '" + name + "'");
      } else if (name.startsWith("type_") && !isNull(i)) {
        throw bad("has a value in the column '" + name + "', of which only the type counts");
      }
      bytes += batch.column(i).getBufferSize();
    }
    if (bytes > MAX_BYTES) {
      throw bad("takes more than " + (MAX_BYTES >> 20) + " MiB");
    }
  }

  /** Values have another prefix in trees. */
  private String name(String column) {
    return tree && column.startsWith("_val_") ? "value_" + column.substring(5) : column;
  }

  private boolean isNull(int column) {
    ValueType type = ValueType.of(batch.schema().field(column));
    FieldVector vector = batch.column(column);
    return type == null ? vector.isNull(0) : Operands.read(vector, type, 0) == null;
  }

  private static boolean isPayloadName(String name) {
    int at = name.indexOf('_') + 1;
    String kind = name.substring(0, at);
    if (!kind.equals("value_") && !kind.equals("type_") && !kind.equals("artifact_")) {
      return false;
    }
    for (int i = at; i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return at < name.length() && (name.charAt(at) != '0' || name.length() == at + 1);
  }

  private static List<String> context(
      Map<String, String> metadata, FilterCapabilities capabilities) {
    String encoding = required(metadata, "vgi_filter_encoding");
    String version = required(metadata, VERSION);
    if (!encoding.equals(FilterDocument.ENCODING) || !version.equals("2")) {
      throw bad("has the encoding '" + encoding + "' version '" + version + "', which is unknown");
    }
    String profile = required(metadata, "vgi_evaluation_context");
    List<String> context = new ArrayList<>();
    context.add(profile);
    if (profile.equals(NO_CONTEXT)) {
      for (String key : SESSION) {
        refuse(metadata, key);
      }
      refuse(metadata, FINGERPRINT);
      return context;
    } else if (!profile.equals("vgi.duckdb.session.v1")) {
      throw bad("has the unknown evaluation context '" + profile + "'");
    } else if (!capabilities.contexts().contains(profile)) {
      throw bad("uses the evaluation context '" + profile + "', which was not announced");
    }
    for (String key : SESSION) {
      String value = required(metadata, key);
      boolean flag = key.equals(SESSION.get(3)) || key.equals(SESSION.get(4));
      if (flag && !value.equals("true") && !value.equals("false")) {
        throw bad("has '" + value + "' for " + key + ", which is neither true nor false");
      }
      context.add(value);
    }
    String fingerprint = metadata.get(FINGERPRINT);
    if (fingerprint != null) {
      int length = fingerprint.getBytes(StandardCharsets.UTF_8).length;
      if (length == 0 || length > MAX_FINGERPRINT_BYTES) {
        throw bad(
            "has a fingerprint of " + length + " bytes, not of 1 to " + MAX_FINGERPRINT_BYTES);
      }
      context.add(fingerprint);
    }
    return context;
  }

  private static void refuse(Map<String, String> metadata, String key) {
    if (metadata.containsKey(key)) {
      throw bad("has " + key + " although its evaluation context is " + NO_CONTEXT);
    }
  }

  private static String required(Map<String, String> metadata, String key) {
    String value = metadata.get(key);
    if (value == null) {
      throw bad("has no " + key + " in its schema");
    }
    return value;
  }

  /** The evaluation context and its settings, which may not change during a scan. */
  List<String> context() {
    return context;
  }

  /** Whether what depends on a session may not be evaluated. */
  boolean isContextFree() {
    return context.get(0).equals(NO_CONTEXT);
  }

  String document() {
    if (isNull(0)) {
      throw bad("has a NULL for a document");
    }
    byte[] bytes = ((VarCharVector) batch.column(0)).get(0);
    if (bytes.length > MAX_JSON_BYTES) {
      throw bad("has a document of more than " + (MAX_JSON_BYTES >> 20) + " MiB");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The position of the column {@code prefix_index}. */
  private int position(String prefix, long index) {
    Integer position = positions.get(prefix + Long.toUnsignedString(index));
    if (position == null || position < 1) {
      throw bad("has no column '" + prefix + Long.toUnsignedString(index) + "'");
    }
    return position;
  }

  Field field(String prefix, long index) {
    return batch.schema().field(position(prefix, index));
  }

  FieldVector vector(String prefix, long index) {
    return batch.column(position(prefix, index));
  }

  @Override
  public void close() {
    batch.close();
  }

  private static VgiException bad(String what) {
    return VgiException.invalidArgument("The filter payload " + what);
  }
}
