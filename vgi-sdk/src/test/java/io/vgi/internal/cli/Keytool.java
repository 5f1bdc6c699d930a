package io.vgi.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keys and certificates, made by the JDK's tool. */
final class Keytool {
  static final String PASSWORD = "password";

  private Keytool() {}

  /** A keystore with a key for this machine whose subject is {@code CN=name}. */
  static Path keystore(Path file, String name) throws Exception {
    run(
        file,
        "-genkeypair",
        "-keyalg",
        "EC",
        "-alias",
        "the.worker",
        "-dname",
        "CN=" + name,
        "-ext",
        "SAN=dns:localhost,ip:127.0.0.1",
        "-storetype",
        "PKCS12");
    return file;
  }

  /** The certificate of {@code keystore} as PEM. */
  static Path certificate(Path keystore, Path file) throws Exception {
    run(keystore, "-exportcert", "-rfc", "-alias", "the.worker", "-file", file.toString());
    return file;
  }

  private static void run(Path keystore, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD, "-keystore", keystore.toString()));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
  }
}
