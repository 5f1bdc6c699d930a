package io.vgi.internal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeysTest {
  private static final String FIRST = "0123456789abcdef";
  private static final String SECOND = "fedcba9876543210 with, commas=";

  @TempDir private Path folder;

  private List<byte[]> file(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("key"), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return SigningKeys.read(Map.of("VGI_SIGNING_KEY_FILE", file.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n", "\n\n"})
  void theVariableAndTheFileOfOneTextAreOneKey(String end) throws Exception {
    assertThat(SigningKeys.read(Map.of("VGI_SIGNING_KEY", FIRST + end)))
        .containsExactly(FIRST.getBytes(UTF_8));
    assertThat(file((FIRST + end).getBytes(UTF_8))).containsExactly(FIRST.getBytes(UTF_8));
  }

  @Test
  void aLineIsAKey() throws Exception {
    String both = FIRST + "\n" + SECOND + "\n";
    assertThat(SigningKeys.read(Map.of("VGI_SIGNING_KEY", both)))
        .containsExactly(FIRST.getBytes(UTF_8), SECOND.getBytes(UTF_8));
    assertThat(file(both.getBytes(UTF_8)))
        .containsExactly(FIRST.getBytes(UTF_8), SECOND.getBytes(UTF_8));
    assertThatThrownBy(() -> file((FIRST + "\nshort\n").getBytes(UTF_8)))
        .isInstanceOf(WrongOptionException.class)
        .hasMessage(
            "VGI_SIGNING_KEY_FILE must give a key of at least 16 random bytes, it gives 5.");
    assertThatThrownBy(() -> file("\n".getBytes(UTF_8)))
        .hasMessage(
            "VGI_SIGNING_KEY_FILE must give a key of at least 16 random bytes, it gives 0.");
  }

  @Test
  void bytesThatAreNoTextAreOneKey() throws Exception {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) '\n');
    bytes[7] = (byte) 0xf3;
    assertThat(file(bytes)).containsExactly(bytes);
    assertThat(SigningKeys.read(Map.of())).isEmpty();
  }

  @Test
  void aFileThatOthersReadIsWarnedOf() throws Exception {
    assertThat(warning("rw-------")).isEmpty();
    assertThat(warning("rw-r--r--"))
        .contains("Other users may read the key of VGI_SIGNING_KEY_FILE, '")
        .contains("(rw-r--r--); give it the mode 0600");
  }

  private String warning(String mode) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), FIRST);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, UTF_8));
    try {
      assertThat(SigningKeys.read(Map.of("VGI_SIGNING_KEY_FILE", file.toString()))).hasSize(1);
    } finally {
      System.setErr(before);
    }
    return printed.toString(UTF_8);
  }
}
