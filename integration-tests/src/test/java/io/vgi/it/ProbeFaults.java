package io.vgi.it;

import io.vgi.catalog.Catalog;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.io.IOException;
import org.apache.arrow.vector.BigIntVector;

/** Scalars that fail, print or die. */
final class ProbeFaults {
  private static final Column<BigIntVector> X = Column.bigint("x");
  private static final Arg<String> HOW = Arg.varchar("how");
  private static final Arg<Long> AT = Arg.bigint("at");

  private ProbeFaults() {}

  static void addTo(Catalog.Builder probe) {
    probe
        .function(
            ProbeScalars.made(ProbeScalars.longs("fails").columns(X).args(HOW), ProbeFaults::fails))
        .function(
            ProbeScalars.made(
                ProbeScalars.longs("dies_at").columns(X).args(AT), ProbeFaults::diesAt))
        .function(new FailsToBind())
        .function(new Prints());
  }

  private static void fails(Call call, Rows in, BigIntVector out) throws Exception {
    String how = call.get(HOW);
    switch (how) {
      case "sentence" -> throw VgiException.invalidArgument("Row 3 is not to my liking");
      case "checked" -> throw new IOException("The disk is on strike");
      case "nameless" -> throw new IllegalStateException();
      case "nested" ->
          throw new IllegalStateException("Outer trouble", new IOException("inner trouble"));
      case "error" -> throw new StackOverflowError();
      case "memory" -> throw new OutOfMemoryError("Not enough room for 9 elephants");
      default -> throw new AssertionError("There is no failure " + how);
    }
  }

  private static void diesAt(Call call, Rows in, BigIntVector out) throws Exception {
    BigIntVector x = in.get(X);
    long at = call.get(AT);
    for (int row = 0; row < in.count(); row++) {
      if (x.get(row) == at) {
        die();
      }
      out.set(row, x.get(row));
    }
  }

  /** Ends this process as the kernel would. */
  static void die() throws Exception {
    new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid())).start();
    Thread.sleep(60_000);
  }

  private record FailsToBind(FunctionSpec spec) implements ScalarFunction<BigIntVector> {
    FailsToBind() {
      this(ProbeScalars.longs("fails_to_bind").columns(X).build());
    }

    @Override
    public SqlType bind(Bind bind) throws IOException {
      throw new IOException("No binding on Sundays");
    }

    @Override
    public void eval(Call call, Rows in, BigIntVector out) {
      throw new AssertionError("not bound");
    }
  }

  /** Prints when its class is made ready, when it is bound and when it runs. */
  private record Prints(FunctionSpec spec) implements ScalarFunction<BigIntVector> {
    Prints() {
      this(ProbeScalars.longs("prints").columns(X).build());
    }

    @Override
    public SqlType bind(Bind bind) {
      System.out.println("stray words at bind");
      return SqlType.BIGINT;
    }

    @Override
    public void eval(Call call, Rows in, BigIntVector out) {
      System.out.print(LateClass.WORDS);
      System.out.printf("stray words in eval of %d rows%n", in.count());
      BigIntVector x = in.get(X);
      in.forEachRow(row -> out.set(row, x.get(row)));
    }
  }

  private static final class LateClass {
    static final String WORDS;

    static {
      System.out.println("stray words of a class");
      WORDS = "";
    }
  }
}
