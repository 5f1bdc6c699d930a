package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Java in the README and the pages of docs compiles, and uses nothing that is deprecated. */
class DocumentedCodeTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK =
      Pattern.compile("^( *)```java\\n(.*?)^\\1```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern TYPE =
      Pattern.compile("^(?:public )?(?:final )?(?:class|record|interface|enum) (\\w+)", Pattern.MULTILINE);

  /** What a fragment, which is no program, may use without saying where it is from. */
  private static final String FRAGMENT =
      "import io.vgi.*; import io.vgi.catalog.*; import io.vgi.function.*; import io.vgi.param.*;"
          + " import io.vgi.type.*; import io.vgi.rpc.*; import io.vgi.http.auth.*;"
          + " import io.vgi.jwt.*; import io.vgi.micrometer.*; import io.micrometer.core.instrument.*;"
          + " import io.micrometer.core.instrument.logging.*; import java.net.InetSocketAddress; import java.util.*;"
          + " class Fragment { static void run(Catalog catalog, java.sql.Connection connection,"
          + " String token, String... args) throws Exception {";

  /** A block of a page, on the lines that it has there. */
  private static final class Block extends SimpleJavaFileObject {
    private final String page;
    private final String source;

    Block(String page, String packageName, String type, String source) {
      super(URI.create("string:///" + packageName + "/" + type + ".java"), Kind.SOURCE);
      this.page = page;
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source;
    }
  }

  /** Has classes written nowhere. */
  private static final class NoOutput extends ForwardingJavaFileManager<JavaFileManager> {
    NoOutput(StandardJavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("none:///" + className), kind) {
        @Override
        public java.io.OutputStream openOutputStream() {
          return java.io.OutputStream.nullOutputStream();
        }
      };
    }
  }

  /** The blocks of {@code page}; programs with other names are one project. */
  private static List<Block> blocks(String page, String text) {
    List<Block> blocks = new ArrayList<>();
    Set<String> used = new HashSet<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      String code = block.group(2);
      Matcher type = TYPE.matcher(code);
      boolean program = type.find();
      String name = program ? type.group(1) : "Fragment";
      String project = page.replaceAll("\\W", "_");
      while (!used.add(project + "." + name)) {
        project += "_";
      }
      long before = text.substring(0, block.start(2)).lines().count();
      blocks.add(
          new Block(
              page,
              project,
              name,
              "package "
                  + project
                  + ";"
                  + (program ? "" : FRAGMENT)
                  + "\n".repeat((int) before)
                  + code
                  + (program ? "" : "}}")));
    }
    return blocks;
  }

  /** What the compiler says of {@code blocks}, each with its page and line. */
  private static List<String> complaints(List<Block> blocks) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> told = new DiagnosticCollector<>();
    try (NoOutput files = new NoOutput(compiler.getStandardFileManager(told, null, null))) {
      List<String> options =
          List.of(
              "--release",
              "17",
              "-proc:none",
              "-Xlint:deprecation,removal,unchecked",
              "-cp",
              System.getProperty("java.class.path"));
      compiler.getTask(null, files, told, options, null, blocks).call();
    }
    List<String> complaints = new ArrayList<>();
    for (Diagnostic<? extends JavaFileObject> one : told.getDiagnostics()) {
      if (one.getKind() == Diagnostic.Kind.NOTE) {
        continue;
      }
      String where =
          one.getSource() instanceof Block block
              ? block.page + ":" + one.getLineNumber()
              : String.valueOf(one.getSource());
      complaints.add(where + " " + one.getMessage(null));
    }
    return complaints;
  }

  private static List<String> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md"),
              docs.map(page -> "docs/" + page.getFileName()).filter(page -> page.endsWith(".md")))
          .sorted()
          .toList();
    }
  }

  @Test
  void compiles() throws IOException {
    List<Block> blocks = new ArrayList<>();
    int fences = 0;
    for (String page : pages()) {
      String text = Files.readString(ROOT.resolve(page));
      blocks.addAll(blocks(page, text));
      fences += text.split("```java", -1).length - 1;
    }
    assertThat(blocks).as("every block is found").hasSize(fences);
    assertThat(blocks)
        .extracting(block -> block.page)
        .contains("README.md", "docs/guide.md");
    assertThat(complaints(blocks)).isEmpty();
  }

  /** What the reader copies is what is looked at: names of the page and its lines are told. */
  @Test
  void mistakesAreFound() throws IOException {
    String page =
        """
        # A page

        ```java
        import io.vgi.Worker;

        class Program {
          Worker worker = Worker.absent();
        }
        ```

          ```java
          Catalog.named(1);
          ```
        """;
    assertThat(complaints(blocks("page.md", page)))
        .hasSize(2)
        .anySatisfy(one -> assertThat(one).startsWith("page.md:7 ").contains("absent"))
        .anySatisfy(one -> assertThat(one).startsWith("page.md:12 "));
  }
}
