package io.vgi.it;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.function.BatchWriter;
import io.vgi.function.Copy;
import io.vgi.function.CopyBind;
import io.vgi.function.CopyFrom;
import io.vgi.function.CopyFromFunction;
import io.vgi.function.CopyTo;
import io.vgi.function.CopyToFunction;
import io.vgi.function.CopyToFunction.FileWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.param.Arg;
import io.vgi.param.Secret;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A worker whose formats keep all types, tell what they are given, or are killed at a phase. */
public final class CopyWorker {
  private static final Arg<String> PHASE = Arg.varchar("phase").orElse("none");
  private static final Setting<String> GREETING =
      Setting.varchar("copies_greeting").orElse("hello");
  private static final Arg<String> KEY = Arg.varchar("key");
  private static final SecretType SECRET = SecretType.named("copies_secret").redacted(KEY).build();

  private CopyWorker() {}

  /** Serves the catalog {@code copies}. */
  public static void main(String[] args) {
    Worker.of(catalog()).run(args);
  }

  static Catalog catalog() {
    return Catalog.named("copies")
        .setting(GREETING)
        .secretType(SECRET)
        .copyFrom(new RowsIn())
        .copyTo(CopyToFunction.file(FunctionSpec.copyTo("rows_out").build(), CopyWorker::batch))
        .copyTo(
            CopyToFunction.file(
                FunctionSpec.copyTo("rows_ordered_out").ordered().build(), CopyWorker::batch))
        .copyTo(
            new Killed<>(
                CopyToFunction.file(
                    FunctionSpec.copyTo("killed_out").args(PHASE).build(), new Dying())))
        .copyFrom(
            CopyFromFunction.rows(
                FunctionSpec.copyFrom("told_in")
                    .uses(GREETING)
                    .uses(SECRET)
                    .returns(Column.varchar("greeting"), Column.varchar("secret"))
                    .build(),
                call -> Stream.of(new Object[][] {{call.get(GREETING), secret(call)}})))
        .copyTo(
            CopyToFunction.file(
                FunctionSpec.copyTo("told_out").uses(GREETING).uses(SECRET).build(),
                (call, in, out) ->
                    out.write(
                        (call.get(GREETING) + "," + secret(call) + "\n")
                            .getBytes(StandardCharsets.UTF_8))))
        .build();
  }

  private static String secret(Copy call) {
    Secret secret = call.find(SECRET, call.path());
    String key = secret == null ? null : secret.find(KEY);
    return key == null ? "none" : key;
  }

  /** All that there is to know of a batch. */
  private static void batch(CopyTo call, Rows in, OutputStream out) throws IOException {
    byte[] bytes = in.toBytes();
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(bytes.length);
    data.write(bytes);
  }

  /** Gives back what {@link #batch} wrote, from any place that its cursor tells. */
  static final class RowsIn implements CopyFromFunction<RowsIn.At> {
    /** Where the next batch begins. */
    record At(long offset) {}

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.copyFrom("rows_in").args(PHASE).build();
    }

    @Override
    public void bind(CopyBind bind) {
      dieAt("bind", bind);
    }

    @Override
    public At open(CopyFrom call) {
      dieAt("open", call);
      return new At(0);
    }

    @Override
    public @Nullable At next(CopyFrom call, At at, BatchWriter out) throws IOException {
      try (RandomAccessFile file = new RandomAccessFile(call.path(), "r")) {
        if (at.offset() == file.length()) {
          return null;
        }
        file.seek(at.offset());
        byte[] bytes = new byte[file.readInt()];
        file.readFully(bytes);
        out.forward(bytes);
        long end = file.getFilePointer();
        return end == file.length() ? null : new At(end);
      }
    }
  }

  /** Dies before the first and behind the last byte of a file. */
  private static final class Dying implements FileWriter {
    @Override
    public void begin(CopyTo call, OutputStream out) throws IOException {
      out.write(new byte[0]);
      dieAt("begin", call);
    }

    @Override
    public void write(CopyTo call, Rows in, OutputStream out) throws IOException {
      batch(call, in, out);
    }

    @Override
    public void end(CopyTo call, OutputStream out) throws IOException {
      out.flush();
      dieAt("end", call);
    }
  }

  /** Dies between the steps of another. */
  private record Killed<S>(CopyToFunction<S> inner) implements CopyToFunction<S> {
    @Override
    public FunctionSpec spec() {
      return inner.spec();
    }

    @Override
    public StateCodec<S> stateCodec() {
      return inner.stateCodec();
    }

    @Override
    public void bind(CopyBind bind) throws Exception {
      dieAt("bind", bind);
      inner.bind(bind);
    }

    @Override
    public S newState() {
      return inner.newState();
    }

    @Override
    public void write(CopyTo call, S part, Rows in) throws Exception {
      dieAt("first batch", call);
      inner.write(call, part, in);
      dieAt("behind a batch", call);
    }

    @Override
    public S merge(CopyTo call, S left, S right) throws Exception {
      return inner.merge(call, left, right);
    }

    @Override
    public void finish(CopyTo call, S all) throws Exception {
      inner.finish(call, all);
      dieAt("renamed", call);
    }
  }

  private static void dieAt(String phase, Copy call) {
    if (call.get(PHASE).equals(phase)) {
      String self = Long.toString(ProcessHandle.current().pid());
      try {
        new ProcessBuilder("kill", "-9", self).start().waitFor();
        throw new IllegalStateException("the process survived " + phase);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
