package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.wire.Excerpt;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Fields for a message, as they print themselves, but never more than a few lines of them. */
final class SchemaSummary {
  private static final int MOST_FIELDS = 20;
  private static final int MOST_CHARS = 80;

  private final StringBuilder out = new StringBuilder();
  private int shown;

  private SchemaSummary() {}

  static String of(WireSchema schema) {
    SchemaSummary summary = new SchemaSummary();
    summary.out.append('[');
    summary.list(schema.fields());
    return summary.out.append(']').toString();
  }

  private void list(List<Field> fields) {
    for (int i = 0; i < fields.size(); i++) {
      out.append(i == 0 ? "" : ", ");
      if (shown++ >= MOST_FIELDS) {
        out.append("… (").append(fields.size() - i).append(" more)");
        return;
      }
      field(fields.get(i));
    }
  }

  private void field(Field field) {
    ArrowType type = field.getType();
    out.append(Excerpt.line(field.getName(), MOST_CHARS)).append(": ");
    if (type instanceof ArrowType.Timestamp time && time.getTimezone() != null) {
      String zone = Excerpt.line(time.getTimezone(), MOST_CHARS);
      out.append("Timestamp(").append(time.getUnit()).append(", ").append(zone).append(')');
    } else {
      out.append(type);
    }
    if (field.getDictionary() != null) {
      out.append("[dictionary: ").append(field.getDictionary().getId()).append(']');
    }
    if (!field.getChildren().isEmpty()) {
      out.append('<');
      list(field.getChildren());
      out.append('>');
    }
    if (!field.isNullable()) {
      out.append(" not null");
    }
  }
}
