package io.vgi.jwt;

import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The claims of a token as text: strings as they are, anything else as JSON. */
final class ClaimText {
  private ClaimText() {}

  static Map<String, String> of(Map<String, Object> claims) {
    Map<String, String> text = new LinkedHashMap<>();
    claims.forEach(
        (name, value) -> {
          if (value != null) {
            text.put(name, of(value));
          }
        });
    return text;
  }

  private static String of(Object value) {
    if (value instanceof List<?> list) {
      return JSONArrayUtils.toJSONString(list);
    } else if (value instanceof Map<?, ?> map) {
      Map<String, Object> members = JSONObjectUtils.newJSONObject();
      map.forEach((name, member) -> members.put(String.valueOf(name), member));
      return JSONObjectUtils.toJSONString(members);
    }
    return value.toString();
  }

  /** The scopes of {@code scope} (words) and {@code scp} (words or a list). */
  static Set<String> scopes(Map<String, Object> claims) {
    Set<String> scopes = new LinkedHashSet<>();
    add(claims.get("scope"), scopes);
    add(claims.get("scp"), scopes);
    return scopes;
  }

  private static void add(@Nullable Object claim, Set<String> scopes) {
    if (claim instanceof String words) {
      scopes.addAll(List.of(words.split(" ", -1)));
    } else if (claim instanceof List<?> list) {
      list.forEach(scope -> scopes.add(String.valueOf(scope)));
    }
  }
}
