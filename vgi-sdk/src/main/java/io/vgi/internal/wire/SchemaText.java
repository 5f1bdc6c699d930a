package io.vgi.internal.wire;

import io.vgi.rpc.WireSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
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
  private final String protocol;
  private final String version;
  private final Map<String, List<String>> enums = new HashMap<>();
  private final Map<String, Block> records = new HashMap<>();
  private final Map<String, Block> methods = new LinkedHashMap<>();

  /** A first line, its number, and where the line behind it starts. */
  private record Block(String head, int line, int body) {}

  private SchemaText(String source, String text) {
    this.source = source;
    this.text = text;
    String[] named = null;
    boolean open = false;
    int line = 0;
    for (int at = 0, next; at < text.length(); at = next) {
      next = lineEnd(at) + 1;
      line++;
      char first = text.charAt(at);
      if (first == ' ') {
        if (!open) {
          throw malformed(line, "a field belongs right below a record or a method");
        }
        continue;
      }
      open = false;
      if (first == '#' || first < ' ') {
        continue;
      }
      String head = content(at);
      String[] words = words(head);
      switch (words[0]) {
        case "protocol" -> {
          if (words.length != 3 || named != null) {
            throw malformed(line, "expected one line 'protocol NAME VERSION'");
          }
          named = words;
        }
        case "enum" -> {
          if (words.length < 3) {
            throw malformed(line, "expected 'enum NAME MEMBER...'");
          }
          put(enums, words[1], List.of(Arrays.copyOfRange(words, 2, words.length)), line);
        }
        case "record" -> {
          if (words.length != 2) {
            throw malformed(line, "expected 'record NAME'");
          }
          put(records, words[1], new Block(head, line, next), line);
          open = true;
        }
        case "method" -> {
          if (words.length < 3) {
            throw malformed(line, "expected 'method NAME unary' or 'method NAME stream'");
          }
          put(methods, words[1], new Block(head, line, next), line);
          open = true;
        }
        default -> throw malformed(line, "unknown keyword '" + words[0] + "'");
      }
    }
    if (named == null) {
      throw new IllegalArgumentException(source + " has no line 'protocol NAME VERSION'.");
    }
    protocol = named[1];
    version = named[2];
  }

  /** Indexes {@code text}; {@code source} is what errors call it. */
  static SchemaText parse(String source, String text) {
    return new SchemaText(source, text);
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
    String head = block.head;
    int arrow = head.indexOf("->");
    String[] words = words(arrow < 0 ? head : head.substring(0, arrow));
    boolean stream = words.length > 2 && words[2].equals("stream");
    if (!stream && (words.length < 3 || !words[2].equals("unary") || arrow < 0)) {
      throw malformed(block.line, "expected 'method NAME unary [RECORD] -> RESULT'");
    }
    int word = 3;
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
      throw malformed(
          block.line, "one request record and, of a stream, 'header RECORD' may follow the kind");
    }
    List<Field> params = fields(block);
    if (request != null) {
      if (!params.isEmpty()) {
        throw malformed(block.line, "a method takes a record or parameters, not both");
      }
      params = List.of(type("request", "binary !", block.line));
    }
    WireSchema result = null;
    String resultRecord = null;
    if (arrow >= 0) {
      String answer = head.substring(arrow + 2).strip();
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
      throw malformed(user.line, "unknown record '" + name + "'");
    }
    return name;
  }

  private List<Field> fields(Block block) {
    List<Field> fields = new ArrayList<>();
    FieldText reader = new FieldText(enums.keySet());
    int line = block.line + 1;
    for (int at = block.body; at < text.length() && text.charAt(at) == ' '; line++) {
      try {
        fields.add(reader.field(content(at)));
      } catch (IllegalArgumentException e) {
        throw malformed(line, e.getMessage());
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

  private <T> void put(Map<String, T> index, String name, T value, int line) {
    if (index.put(name, value) != null) {
      throw malformed(line, "'" + name + "' is there twice");
    }
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
