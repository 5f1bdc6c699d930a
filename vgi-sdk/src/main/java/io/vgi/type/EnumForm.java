package io.vgi.type;

import java.util.HashMap;
import java.util.Map;

/** Constants of a Java enum by their names, in the order of texts, which the engine holds. */
final class EnumForm extends JavaForm {
  private final Class<?> java;
  private final Map<String, Object> constants = new HashMap<>();

  EnumForm(SqlType type, Class<?> java) {
    super(type);
    this.java = java;
    for (Object constant : java.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
  }

  @Override
  Object from(Object natural) {
    Object constant = constants.get(natural);
    if (constant == null) {
      throw ValueFault.unreadable(java.getSimpleName(), natural);
    }
    return constant;
  }

  @Override
  Object to(Object value) {
    return ((Enum<?>) value).name();
  }

  @Override
  int compare(Object left, Object right) {
    return NaturalForm.leaves(to(left), to(right));
  }
}
