package io.vgi.internal.wire;

import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.RecordFormat;
import io.vgi.rpc.internal.codec.WireRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One revision of the protocol: its records, enums and methods, and how its requests are read and
 * its answers written by handlers that know one model only. Records of the model are those of the
 * newest revision, as far as the SDK makes use of them.
 *
 * <p>Schemas are parsed when first asked for and then shared. Immutable to its users and safe to
 * share between threads.
 */
public final class Dialect {
  private final String id;
  private final SchemaText text;
  private final Change[] changes;
  private final ConcurrentHashMap<String, WireSchema> records = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, RecordFormat> formats = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, MethodShape> methods = new ConcurrentHashMap<>();

  private Dialect(String id, SchemaText text) {
    this.id = id;
    this.text = text;
    this.changes = Change.of(id);
  }

  /** Loaded when something is kept that every revision may read. */
  private static final class Stored {
    static final Dialect DIALECT = load("2.0");
  }

  /** The revision in which calls are kept for other calls, whatever those speak. */
  static Dialect stored() {
    return Stored.DIALECT;
  }

  /**
   * Loads a revision.
   *
   * @param id major and minor version, such as {@code 2.0}
   * @throws IllegalArgumentException if there is no such revision
   */
  public static Dialect load(String id) {
    return new Dialect(id, text(id));
  }

  private static SchemaText text(String id) {
    String file = "vgi-" + id + ".txt";
    try (InputStream in = Dialect.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("There is no revision '" + id + "' of the protocol.");
      }
      // The text is ASCII; this charset is the one that costs no decoding.
      String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      return SchemaText.parse(
          file,
          text,
          new SchemaText.Library() { // a lambda costs the start more
            @Override
            public SchemaText text(String revision) {
              return Dialect.text(revision);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /** Whether calls of this revision can express {@code feature}. */
  public boolean has(Feature feature) {
    return feature.isKnownTo(id);
  }

  /**
   * Whether calls of functions may leave out for which attach they are, as those of the Polars
   * client do; the scan of a table must then bring it along.
   */
  public boolean leavesOutAttach() {
    return text.protocol().equals("vgi.v2") && Feature.compare(id, "2.1") >= 0;
  }

  /**
   * Whether calls of functions may name no schema, or the one of a table for that of its function;
   * the scan of a table must then bring it along.
   */
  public boolean guessesSchema() {
    return leavesOutAttach() || Feature.compare(id, "1.2") < 0;
  }

  /** Whether nothing is called otherwise than in the model. */
  boolean isModel() {
    return changes.length == 0;
  }

  /**
   * Makes {@code request}, a record of this revision or a method's parameters, one of the model.
   */
  void lift(WireRecord request, BufferAllocator memory) {
    for (Change change : changes) {
      change.lift(request, memory);
    }
  }

  /** Makes {@code answer}, a record of the model, one of this revision. */
  void lower(WireRecord answer, BufferAllocator memory) {
    for (int i = changes.length - 1; i >= 0; i--) {
      changes[i].lower(answer, this, memory);
    }
  }

  /** Major and minor version, such as {@code 2.0}. */
  public String id() {
    return id;
  }

  /** The version that clients announce, such as {@code 2.0.0}. */
  public String version() {
    return text.version();
  }

  /** The name of the protocol. */
  public String protocol() {
    return text.protocol();
  }

  /**
   * The fields of a record.
   *
   * @throws IllegalArgumentException if this revision has no such record
   */
  public WireSchema record(String name) {
    WireSchema known = records.get(name);
    if (known != null) {
      return known;
    }
    WireSchema parsed = text.record(name);
    WireSchema first = records.putIfAbsent(name, parsed);
    return first == null ? parsed : first;
  }

  /**
   * How a record is written.
   *
   * @throws IllegalArgumentException if this revision has no such record
   */
  public RecordFormat format(String name) {
    RecordFormat known = formats.get(name);
    if (known != null) {
      return known;
    }
    RecordFormat made = RecordFormat.of(record(name));
    RecordFormat first = formats.putIfAbsent(name, made);
    return first == null ? made : first;
  }

  /** The names of all methods, in the protocol's order. */
  public Set<String> methodNames() {
    return text.methodNames();
  }

  /**
   * What a method takes and answers.
   *
   * @throws IllegalArgumentException if this revision has no such method
   */
  public MethodShape method(String name) {
    MethodShape known = methods.get(name);
    if (known != null) {
      return known;
    }
    MethodShape parsed = text.method(name);
    MethodShape first = methods.putIfAbsent(name, parsed);
    return first == null ? parsed : first;
  }

  /**
   * The members of an enum, as they are spelled on the wire.
   *
   * @throws IllegalArgumentException if this revision has no such enum
   */
  public List<String> enumMembers(String name) {
    return text.enumMembers(name);
  }

  /** The names of all records, in no order. */
  Set<String> recordNames() {
    return text.recordNames();
  }

  /** The names of all enums, in no order. */
  Set<String> enumNames() {
    return text.enumNames();
  }
}
