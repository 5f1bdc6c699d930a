package io.vgi.internal.wire;

import io.vgi.rpc.WireSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * The text that holds a protocol revision: indexed by name when read, fields parsed when asked for.
 *
 * <p>The syntax is told at the head of each resource. Immutable; nothing is cached. Malformed text
 * and unknown names are an {@link IllegalArgumentException} that names the line or the name.
 */
final class SchemaText {
  private final String source;
  private final String text;
  private final @Nullable String base;
  private final String protocol;
  private final String version;
  private final Map<String, List<String>> enums = new HashMap<>();
  private final Map<String, Block> records = new HashMap<>();
  private final Map<String, Block> methods = new LinkedHashMap<>();

  /** Where the text of a revision is found that another one changes. */
  interface Library {
    SchemaText text(String revision);
  }

  /**
   * A record or a method.
   *
   * @param home the text it is part of
   * @param tail what follows the name in the first line
   * @param line the number of that line
   * @param body where the next line starts
   */
  private record Block(SchemaText home, String tail, int line, int body) {}

  private SchemaText(String source, String text, Library library) {
    this.source = source;
    this.text = text;
    String[] named = null;
    String changed = null;
    // what this text itself says; a text may change each thing of its base once
    Set<String> said = new HashSet<>();
    boolean open = false;
    int line = 0;
    for (int at = 0, next; at < text.length(); at = next) {
      next = lineEnd(at) + 1;
      line++;
      char first = text.charAt(at);
      if (first == ' ') {
        if (!open && !content(at).isEmpty()) {
          throw malformed(line, "a field belongs right below a record or a method");
        }
        continue;
      }
      open = false;
      if (first == '#' || first < ' ') {
        continue;
      }
      String head = content(at);
      int space = head.indexOf(' ');
      String keyword = space < 0 ? head : head.substring(0, space);
      String rest = head.substring(keyword.length()).strip();
      switch (keyword) {
        case "protocol" -> {
          String[] words = words(rest);
          if (words.length != 2 || named != null) {
            throw malformed(line, "expected one line 'protocol NAME VERSION'");
          }
          named = words;
        }
        case "base" -> {
          if (named == null || changed != null || !said.isEmpty()) {
            throw malformed(line, "expected one line 'base REVISION' right below the protocol");
          }
          changed = rest;
          SchemaText before = library.text(rest);
          enums.putAll(before.enums);
          records.putAll(before.records);
          methods.putAll(before.methods);
        }
        case "drop" -> {
          String[] words = words(rest);
          if (words.length != 2 || !drop(words[0], words[1])) {
            throw malformed(line, "expected 'drop KIND NAME' of something that the base has");
          }
        }
        case "enum" -> {
          String[] words = words(rest);
          if (words.length < 2) {
            throw malformed(line, "expected 'enum NAME MEMBER...'");
          }
          put(said, enums, words[0], List.of(Arrays.copyOfRange(words, 1, words.length)), line);
        }
        case "record" -> {
          if (rest.isEmpty() || rest.indexOf(' ') >= 0) {
            throw malformed(line, "expected 'record NAME'");
          }
          put(said, records, rest, new Block(this, "", line, next), line);
          open = true;
        }
        case "method" -> {
          int end = rest.indexOf(' ');
          if (end < 0) {
            throw malformed(line, "expected 'method NAME unary' or 'method NAME stream'");
          }
          String name = rest.substring(0, end);
          put(said, methods, name, new Block(this, rest.substring(end), line, next), line);
          open = true;
        }
        default -> throw malformed(line, "unknown keyword '" + keyword + "'");
      }
    }
    if (named == null) {
      throw new IllegalArgumentException(source + " has no line 'protocol NAME VERSION'.");
    }
    protocol = named[0];
    version = named[1];
    base = changed;
  }

  /**
   * Indexes {@code text}.
   *
   * @param source what errors call it
   * @param library has the text that this one changes, if it changes one
   */
  static SchemaText parse(String source, String text, Library library) {
    return new SchemaText(source, text, library);
  }

  /** Indexes {@code text}, which stands for itself. */
  static SchemaText parse(String source, String text) {
    return parse(
        source,
        text,
        revision -> {
          throw new IllegalArgumentException(source + " changes revision " + revision + ".");
        });
  }

  private boolean drop(String kind, String name) {
    return switch (kind) {
      case "enum" -> enums.remove(name) != null;
      case "record" -> records.remove(name) != null;
      case "method" -> methods.remove(name) != null;
      default -> false;
    };
  }

  /** The revision that this one is told by the changes of, or null. */
  @Nullable String base() {
    return base;
  }

  String protocol() {
    return protocol;
  }

  String version() {
    return version;
  }

  Set<String> enumNames() {
    return Collections.unmodifiableSet(enums.keySet());
  }

  Set<String> recordNames() {
    return Collections.unmodifiableSet(records.keySet());
  }

  /** The names of the methods, in the order of the text. */
  Set<String> methodNames() {
    return Collections.unmodifiableSet(methods.keySet());
  }

  List<String> enumMembers(String name) {
    return known("enum", enums, name);
  }

  WireSchema record(String name) {
    return WireSchema.of(fields(known("record", records, name)));
  }

  MethodShape method(String name) {
    Block block = known("method", methods, name);
    String tail = block.tail;
    int arrow = tail.indexOf("->");
    String[] words = words(arrow < 0 ? tail : tail.substring(0, arrow));
    boolean stream = words.length > 0 && words[0].equals("stream");
    if (!stream && (words.length == 0 || !words[0].equals("unary") || arrow < 0)) {
      throw block.home.malformed(block.line, "expected 'method NAME unary [RECORD] -> RESULT'");
    }
    int word = 1;
    String request = null;
    if (word < words.length && !words[word].equals("header")) {
      request = record(words[word++], block);
    }
    String header = null;
    if (stream && word + 1 < words.length) {
      header = record(words[word + 1], block);
      word += 2;
    }
    if (word != words.length || (stream && arrow >= 0)) {
      throw block.home.malformed(
          block.line, "one request record and, of a stream, 'header RECORD' may follow the kind");
    }
    List<Field> params = fields(block);
    if (request != null) {
      if (!params.isEmpty()) {
        throw block.home.malformed(block.line, "a method takes a record or parameters, not both");
      }
      params = List.of(type("request", "binary !", block.line));
    }
    WireSchema result = null;
    String resultRecord = null;
    if (arrow >= 0) {
      String answer = tail.substring(arrow + 2).strip();
      if (!answer.isEmpty() && Character.isUpperCase(answer.charAt(0))) {
        resultRecord = record(answer, block);
        answer = "binary !";
      }
      if (!answer.equals("void")) {
        result = WireSchema.of(type("result", answer, block.line));
      }
    }
    return new MethodShape(
        name, stream, WireSchema.of(params), request, result, resultRecord, header);
  }

  private String record(String name, Block user) {
    if (!records.containsKey(name)) {
      throw user.home.malformed(user.line, "unknown record '" + name + "'");
    }
    return name;
  }

  private List<Field> fields(Block block) {
    return block.home.fields(block, new FieldText(enums.keySet()));
  }

  private List<Field> fields(Block block, FieldText reader) {
    List<Field> fields = new ArrayList<>();
    int line = block.line + 1;
    for (int at = block.body; at < text.length() && text.charAt(at) == ' '; line++) {
      String field = content(at);
      if (!field.isEmpty()) {
        try {
          fields.add(reader.field(field));
        } catch (IllegalArgumentException e) {
          throw malformed(line, e.getMessage());
        }
      }
      at = lineEnd(at) + 1;
    }
    return fields;
  }

  private Field type(String name, String type, int line) {
    try {
      return new FieldText(enums.keySet()).type(name, type);
    } catch (IllegalArgumentException e) {
      throw malformed(line, e.getMessage());
    }
  }

  private int lineEnd(int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  /** The line at {@code at} without the spaces around it and without a remark. */
  private String content(int at) {
    String line = text.substring(at, lineEnd(at));
    int remark = line.indexOf('#');
    return (remark < 0 ? line : line.substring(0, remark)).strip();
  }

  private static String[] words(String line) {
    List<String> words = new ArrayList<>();
    int from = 0;
    for (int at = 0; at <= line.length(); at++) {
      if (at == line.length() || line.charAt(at) == ' ') {
        if (at > from) {
          words.add(line.substring(from, at));
        }
        from = at + 1;
      }
    }
    return words.toArray(new String[0]);
  }

  private <T> void put(Set<String> said, Map<String, T> index, String name, T value, int line) {
    // methods and records are told apart by their first letter
    if (!said.add(name)) {
      throw malformed(line, "'" + name + "' is there twice");
    }
    index.put(name, value);
  }

  private <T> T known(String kind, Map<String, T> index, String name) {
    T found = index.get(name);
    if (found == null) {
      throw new IllegalArgumentException(source + " has no " + kind + " '" + name + "'.");
    }
    return found;
  }

  private IllegalArgumentException malformed(int line, @Nullable String what) {
    return new IllegalArgumentException(source + ", line " + line + ": " + what + ".");
  }
}
