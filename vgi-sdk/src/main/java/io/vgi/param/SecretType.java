package io.vgi.param;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * A kind of secret that users create with {@code CREATE SECRET (TYPE name, …)}, and the key by
 * which a callback asks for one. Its parameters are {@link Arg}s, which read a {@link Secret};
 * {@link io.vgi.type.ValueCodec} has the table of their types. Immutable; another with its name and
 * types means the same.
 */
public final class SecretType {
  private final String name;
  private final String doc;
  private final List<Arg<?>> parameters;
  private final Set<Arg<?>> redacted;

  private SecretType(Builder from) {
    this.name = from.name;
    this.doc = from.doc;
    this.parameters = List.copyOf(from.parameters);
    this.redacted = Set.copyOf(from.redacted);
  }

  /** Starts a type of secret. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** The name in {@code TYPE name}. */
  public String name() {
    return name;
  }

  /** What it is for. */
  public String doc() {
    return doc;
  }

  /** The parameters, in order. */
  public List<Arg<?>> parameters() {
    return parameters;
  }

  /** Whether listings must not show the value of {@code parameter}. */
  public boolean isRedacted(Arg<?> parameter) {
    return redacted.contains(parameter);
  }

  @Override
  public String toString() {
    return name;
  }

  /** Collects a type of secret. */
  public static final class Builder {
    private final String name;
    private String doc = "";
    private final List<Arg<?>> parameters = new ArrayList<>();
    private final Set<Arg<?>> redacted = new HashSet<>();

    private Builder(String name) {
      this.name = Objects.requireNonNull(name, "name is null");
    }

    /** What it is for. */
    public Builder doc(String text) {
      doc = text;
      return this;
    }

    /** Parameters that listings may show. */
    public Builder shown(Arg<?>... args) {
      parameters.addAll(List.of(args));
      return this;
    }

    /** Parameters whose value is never shown. */
    public Builder redacted(Arg<?>... args) {
      parameters.addAll(List.of(args));
      redacted.addAll(List.of(args));
      return this;
    }

    /** Returns the type, or reports every fault in it at once. */
    public SecretType build() {
      List<String> faults = new ArrayList<>();
      if (name.isBlank()) {
        faults.add("its name is empty");
      }
      Set<String> names = new HashSet<>();
      for (Arg<?> parameter : parameters) {
        if (!names.add(parameter.name().toLowerCase(Locale.ROOT))) {
          faults.add("two parameters are called '" + parameter.name() + "'");
        }
        String fault = parameter.fallbackFault();
        if (fault != null) {
          faults.add(fault);
        }
      }
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(
            "Secret type '" + name + "' is declared wrongly: " + String.join("; ", faults));
      }
      return new SecretType(this);
    }
  }
}
