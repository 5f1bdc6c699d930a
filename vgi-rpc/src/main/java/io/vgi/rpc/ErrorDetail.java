package io.vgi.rpc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Something that a program can read off an error, beside its kind and sentence.
 *
 * <p>The records here are the catalog that every client knows; a protocol adds its own with {@link
 * Custom}. An error carries each type at most once. Immutable; no member may be null. Details
 * beyond 4 KiB of JSON are not sent, none of them.
 */
public sealed interface ErrorDetail {
  /** The name clients know the detail by. */
  String type();

  /** The members as JSON values: text, numbers, booleans, and lists and maps of these. */
  Map<String, Object> members();

  /**
   * More about the reason; never credentials.
   *
   * @param metadata named texts
   */
  record ErrorInfo(Map<String, String> metadata) implements ErrorDetail {
    /** Copies the map. */
    public ErrorInfo {
      metadata = Map.copyOf(metadata);
    }

    @Override
    public String type() {
      return "vgi_rpc.ErrorInfo";
    }

    @Override
    public Map<String, Object> members() {
      return Map.of("metadata", metadata);
    }
  }

  /**
   * Trying again may help.
   *
   * @param delay how long to wait at least
   */
  record RetryInfo(Duration delay) implements ErrorDetail {
    /** Checks the delay. */
    public RetryInfo {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("A retry delay must not be negative, it is " + delay);
      }
    }

    @Override
    public String type() {
      return "vgi_rpc.RetryInfo";
    }

    @Override
    public Map<String, Object> members() {
      Number seconds =
          delay.getNano() == 0
              ? (Number) delay.getSeconds()
              : (Number) (delay.getSeconds() + delay.getNano() / 1e9);
      return Map.of("retry_delay_seconds", seconds);
    }
  }

  /**
   * What the caller must change.
   *
   * @param fields what is wrong with each input, by its name
   */
  record BadRequest(Map<String, String> fields) implements ErrorDetail {
    /** Copies the map, keeping its order. */
    public BadRequest {
      fields = ordered(fields);
    }

    @Override
    public String type() {
      return "vgi_rpc.BadRequest";
    }

    @Override
    public Map<String, Object> members() {
      List<Map<String, Object>> violations = new ArrayList<>();
      fields.forEach((field, text) -> violations.add(object("field", field, "description", text)));
      return Map.of("field_violations", violations);
    }
  }

  /**
   * What must come true before the call can succeed.
   *
   * @param condition the sort of condition
   * @param subject what it applies to
   * @param description how to fulfil it
   */
  record PreconditionFailure(String condition, String subject, String description)
      implements ErrorDetail {
    @Override
    public String type() {
      return "vgi_rpc.PreconditionFailure";
    }

    @Override
    public Map<String, Object> members() {
      return Map.of(
          "violations",
          List.of(object("type", condition, "subject", subject, "description", description)));
    }
  }

  /**
   * Which limit was reached.
   *
   * @param subject whose limit it is
   * @param description what was limited
   */
  record QuotaFailure(String subject, String description) implements ErrorDetail {
    @Override
    public String type() {
      return "vgi_rpc.QuotaFailure";
    }

    @Override
    public Map<String, Object> members() {
      return Map.of("violations", List.of(object("subject", subject, "description", description)));
    }
  }

  /**
   * Which object the error is about.
   *
   * @param resource the sort of object
   * @param name its name
   * @param owner whose it is, may be empty
   * @param description what is the matter with it
   */
  record ResourceInfo(String resource, String name, String owner, String description)
      implements ErrorDetail {
    @Override
    public String type() {
      return "vgi_rpc.ResourceInfo";
    }

    @Override
    public Map<String, Object> members() {
      return object(
          "resource_type",
          resource,
          "resource_name",
          name,
          "owner",
          owner,
          "description",
          description);
    }
  }

  /**
   * Where to read more.
   *
   * @param links descriptions, by URL
   */
  record Help(Map<String, String> links) implements ErrorDetail {
    /** Copies the map, keeping its order. */
    public Help {
      links = ordered(links);
    }

    @Override
    public String type() {
      return "vgi_rpc.Help";
    }

    @Override
    public Map<String, Object> members() {
      List<Map<String, Object>> all = new ArrayList<>();
      links.forEach((url, text) -> all.add(object("description", text, "url", url)));
      return Map.of("links", all);
    }
  }

  /**
   * A text for users in their language.
   *
   * @param locale a BCP 47 tag, such as {@code de-CH}
   * @param message the text
   */
  record LocalizedMessage(String locale, String message) implements ErrorDetail {
    @Override
    public String type() {
      return "vgi_rpc.LocalizedMessage";
    }

    @Override
    public Map<String, Object> members() {
      return object("locale", locale, "message", message);
    }
  }

  /**
   * A detail that only one protocol's clients know.
   *
   * @param type its name, which begins with the protocol's name and a dot
   * @param members its members, as {@link ErrorDetail#members} describes them
   */
  record Custom(String type, Map<String, Object> members) implements ErrorDetail {
    /** Checks the name and the values. */
    public Custom {
      if (type.indexOf('.') <= 0 || type.startsWith("vgi_rpc.")) {
        throw new IllegalArgumentException(
            "The detail type '" + type + "' must begin with the name of its protocol and a dot");
      }
      members.values().forEach(ErrorDetail::check);
      members = ordered(members);
    }
  }

  private static void check(Object value) {
    boolean json = value instanceof String || value instanceof Boolean;
    if (value instanceof Number number) {
      json = Double.isFinite(number.doubleValue());
    } else if (value instanceof List<?> list) {
      list.forEach(ErrorDetail::check);
      json = true;
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(ErrorDetail::check);
      json = map.keySet().stream().allMatch(String.class::isInstance);
    }
    if (!json) {
      throw new IllegalArgumentException("A detail cannot carry " + value);
    }
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    map.forEach(
        (key, value) -> {
          Objects.requireNonNull(key, "key");
          Objects.requireNonNull(value, key);
        });
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  private static Map<String, Object> object(String... namesAndTexts) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      object.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return object;
  }
}
