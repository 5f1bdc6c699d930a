package io.vgi.internal.wire;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Since 3.0 some answers must choose a word where the model has nothing to say, and some requests
 * may say more than the model can: these are refused, for what they say would be lost.
 */
final class NewWords extends Change {
  private static final String SECURITY = "security";
  private static final String REGULAR = "regular";

  private static final String NAMES = "argument_names";

  NewWords() {
    super("3.0");
  }

  @Override
  void lift(WireRecord request, BufferAllocator memory) {
    switch (request.name()) {
      case "TableCreateRequest", "catalog_schema_create" -> {
        for (String more : List.of("options", "layout")) {
          if (request.has(more) && request.bytes(more) != null) {
            throw VgiException.unsupported("Nothing that this worker creates can be given " + more);
          }
        }
      }
      case "catalog_view_create" -> view(request);
      case "BindRequest", "AggregateBindRequest" -> {
        // its clients have a NULL in the place of each column, unless they name what they give
        if (request.has(NAMES) && request.list(NAMES) == null) {
          request.set(NAMES, List.of());
        }
      }
      default -> {}
    }
  }

  private static void view(WireRecord request) {
    List<String> aliases = request.list("aliases");
    if (aliases != null && !aliases.isEmpty()) {
      throw VgiException.unsupported(
          "A view of this worker cannot rename its columns; name them in its SELECT");
    }
    String security = request.text(SECURITY);
    if (security != null && !security.equals(REGULAR)) {
      throw VgiException.unsupported(
          "A view of this worker cannot have the security '" + security + "'");
    }
  }

  @Override
  void lower(WireRecord answer, Dialect dialect, BufferAllocator memory) {
    switch (answer.name()) {
      case "BindResponse" -> answer.set("repeatability", "UNKNOWN");
      case "ViewInfo" -> answer.set(SECURITY, REGULAR);
      default -> {}
    }
  }
}
