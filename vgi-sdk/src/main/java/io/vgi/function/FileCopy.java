package io.vgi.function;

import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** COPY TO a file: the bytes of batches wait in the store until one process writes all of them. */
final class FileCopy implements CopyToFunction<FileCopy.Nothing> {
  /** What DuckDB writes before the name of a file that is to replace another. */
  private static final String TMP = "tmp_";

  private final FunctionSpec spec;
  private final FileWriter writer;
  private final boolean hasOnExists;

  /** All that is to be known is in the store. */
  record Nothing() {
    static final Nothing ONLY = new Nothing();
  }

  FileCopy(FunctionSpec spec, FileWriter writer) {
    this.spec = Objects.requireNonNull(spec, "spec is null");
    this.writer = Objects.requireNonNull(writer, "writer is null");
    boolean found = false;
    for (FunctionSpec.Param param : spec.params()) {
      Arg<?> arg = param.arg();
      found |= arg != null && arg.name().equals(ON_EXISTS.name()) && arg.java() == String.class;
    }
    this.hasOnExists = found;
  }

  private boolean mustBeNew(Call call) {
    return hasOnExists && "error".equals(call.find(ON_EXISTS));
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public void bind(CopyBind bind) {
    Path path = Path.of(bind.path());
    AtomicFile.check(path);
    if (bind.path().endsWith("/")) {
      throw VgiException.notFound("The directory '" + bind.path() + "' does not exist");
    }
    if (mustBeNew(bind)) {
      refuseExisting(path);
    }
  }

  /**
   * Refuses a file that is there, also under the name that DuckDB would give {@code path} at the
   * end: it has another file written where one came up since the statement was bound.
   */
  private static void refuseExisting(Path path) {
    if (Files.exists(path)) {
      throw AtomicFile.exists(path);
    }
    String name = String.valueOf(path.getFileName());
    if (name.startsWith(TMP) && name.length() > TMP.length()) {
      Path replaced = path.resolveSibling(name.substring(TMP.length()));
      if (Files.exists(replaced)) {
        throw AtomicFile.exists(replaced);
      }
    }
  }

  @Override
  public Nothing newState() {
    return Nothing.ONLY;
  }

  @Override
  public void write(CopyTo call, Nothing part, Rows in) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writer.write(call, in, bytes);
    call.keep(bytes.toByteArray());
  }

  @Override
  public Nothing merge(CopyTo call, Nothing left, Nothing right) {
    return left;
  }

  @Override
  public void finish(CopyTo call, Nothing all) throws Exception {
    try (AtomicFile file = AtomicFile.at(Path.of(call.path()))) {
      try {
        fill(call, file.out());
      } catch (IOException unnamed) {
        throw new IOException(
            "'" + call.path() + "' cannot be written: " + unnamed.getMessage(), unnamed);
      }
      if (mustBeNew(call)) {
        refuseExisting(Path.of(call.path()));
        file.publishNew();
      } else {
        file.publish();
      }
    }
  }

  private void fill(CopyTo call, OutputStream out) throws Exception {
    writer.begin(call, out);
    call.kept(out);
    writer.end(call, out);
    out.flush();
  }
}
