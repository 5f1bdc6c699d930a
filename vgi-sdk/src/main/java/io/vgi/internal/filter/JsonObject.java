package io.vgi.internal.filter;

import io.vgi.rpc.VgiException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of a filter document: exactly the keys it may have, each of the kind it must have.
 *
 * @param where what it is, for messages
 * @param members its members
 */
record JsonObject(String where, Map<?, ?> members) {
  static JsonObject of(@Nullable Object value, String where) {
    if (!(value instanceof Map<?, ?> members)) {
      throw bad(where + " must be an object");
    }
    return new JsonObject(where, members);
  }

  /** This object, which must have these keys and no others. */
  JsonObject keys(String... keys) {
    for (String key : keys) {
      if (!members.containsKey(key)) {
        throw bad(where + " misses '" + key + "'");
      }
    }
    if (members.size() != keys.length) {
      List<String> known = List.of(keys);
      for (Object key : members.keySet()) {
        if (!known.contains(key)) {
          throw bad(where + " has the unknown key '" + key + "'");
        }
      }
    }
    return this;
  }

  boolean has(String key) {
    return members.containsKey(key);
  }

  @Nullable Object get(String key) {
    return members.get(key);
  }

  JsonObject object(String key) {
    return of(members.get(key), where + "." + key);
  }

  List<?> array(String key) {
    if (members.get(key) instanceof List<?> list) {
      return list;
    }
    throw bad(where + "." + key + " must be an array");
  }

  String text(String key) {
    if (members.get(key) instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw bad(where + "." + key + " must be a text that is not empty");
  }

  boolean flag(String key) {
    if (members.get(key) instanceof Boolean flag) {
      return flag;
    }
    throw bad(where + "." + key + " must be true or false");
  }

  /** An unsigned number of 64 bits. */
  long unsigned(String key) {
    if (members.get(key) instanceof Json.Numeral number) {
      try {
        // the reader allows a minus and fractions, which this does not
        return Long.parseUnsignedLong(number.token());
      } catch (NumberFormatException malformed) {
        throw bad(where + "." + key + " must be a whole number, not " + number.token());
      }
    }
    throw bad(where + "." + key + " must be a whole number that is not negative");
  }

  /** The position of something among {@code size}. */
  int index(String key, int size) {
    long index = unsigned(key);
    if (index < 0 || index >= size) {
      throw bad(where + "." + key + " is " + Long.toUnsignedString(index) + " of " + size);
    }
    return (int) index;
  }

  String text(String key, int maxBytes) {
    String text = text(key);
    if (text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      throw bad(where + "." + key + " takes more than " + maxBytes + " bytes");
    }
    return text;
  }

  static VgiException bad(String what) {
    return VgiException.invalidArgument("The filter's " + what);
  }
}
