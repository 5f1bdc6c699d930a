package io.vgi.rpc.internal.reflect;

import io.vgi.rpc.internal.wire.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * The fingerprint of a protocol's wire surface: SHA-256 over a canonical JSON description.
 *
 * <p>It is the same in every implementation of the protocol. Versions, defaults and documentation
 * are no part of it.
 */
public final class ProtocolHash {
  private static final String DOMAIN = "vgi_rpc.protocol_hash.v1|";

  /**
   * One method as the hash sees it; fields are in message form.
   *
   * @param name the name in requests
   * @param stream whether a call opens a stream
   * @param params the request's columns
   * @param result the answer's columns, or null if there is no result
   * @param header the columns ahead of a stream, or null
   */
  public record DescribedMethod(
      String name,
      boolean stream,
      List<Field> params,
      @Nullable List<Field> result,
      @Nullable List<Field> header) {}

  private ProtocolHash() {}

  /** The hash of {@code protocol} in lowercase hexadecimal digits. */
  public static String of(String protocol, List<DescribedMethod> methods) {
    try {
      byte[] described = (DOMAIN + describe(protocol, methods)).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(described));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("The runtime lacks SHA-256", e);
    }
  }

  /** The description that is hashed: keys and methods sorted by name, no spaces. */
  public static String describe(String protocol, List<DescribedMethod> methods) {
    List<DescribedMethod> sorted = new ArrayList<>(methods);
    sorted.sort(Comparator.comparing(DescribedMethod::name));
    StringBuilder out = new StringBuilder("{\"methods\":[");
    for (int i = 0; i < sorted.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      append(out, sorted.get(i));
    }
    return out.append("],\"protocol\":").append(Json.text(protocol)).append('}').toString();
  }

  private static void append(StringBuilder out, DescribedMethod method) {
    out.append("{\"has_header\":").append(method.header() != null);
    out.append(",\"has_return\":").append(method.result() != null);
    if (method.header() != null) {
      append(out.append(",\"header\":"), method.header());
    }
    out.append(",\"name\":").append(Json.text(method.name()));
    append(out.append(",\"params\":"), method.params());
    if (method.result() != null) {
      append(out.append(",\"result\":"), method.result());
    }
    out.append(",\"type\":").append(method.stream() ? "\"stream\"" : "\"unary\"").append('}');
  }

  private static void append(StringBuilder out, List<Field> fields) {
    out.append('[');
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      out.append(i > 0 ? "," : "").append("{\"name\":").append(Json.text(field.getName()));
      out.append(",\"nullable\":").append(field.isNullable());
      out.append(",\"type\":").append(Json.text(TypeToken.of(field))).append('}');
    }
    out.append(']');
  }
}
