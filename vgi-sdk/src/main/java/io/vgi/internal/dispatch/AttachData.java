package io.vgi.internal.dispatch;

import io.vgi.rpc.Seal;
import io.vgi.rpc.VgiException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the engine keeps of an attach and gives back with every call, so that any process can serve
 * it.
 *
 * @param id names the attach
 * @param catalog the catalog's name
 * @param dataVersion the version of the data, or null
 * @param implementationVersion the version of the code, or null
 * @param options the options given, a row as an Arrow stream; empty when there are none
 */
record AttachData(
    byte[] id,
    String catalog,
    @Nullable String dataVersion,
    @Nullable String implementationVersion,
    byte[] options) {
  private static final int ID_BYTES = 16;
  private static final byte[] USE = "vgi.attach_opaque_data.v1".getBytes(StandardCharsets.US_ASCII);

  byte[] sealed(Seal seal) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(id);
      out.writeUTF(catalog);
      out.writeUTF(dataVersion == null ? "" : dataVersion);
      out.writeUTF(implementationVersion == null ? "" : implementationVersion);
      out.write(options);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return seal.seal(bytes.toByteArray(), USE);
  }

  static AttachData open(byte[] sealed, Seal seal) {
    byte[] bytes = seal.open(sealed, USE);
    if (bytes == null) {
      throw notRecognized();
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte[] id = new byte[ID_BYTES];
      in.readFully(id);
      return new AttachData(id, in.readUTF(), text(in), text(in), in.readAllBytes());
    } catch (IOException foreign) {
      throw notRecognized();
    }
  }

  private static @Nullable String text(DataInputStream in) throws IOException {
    String text = in.readUTF();
    return text.isEmpty() ? null : text;
  }

  private static VgiException notRecognized() {
    return VgiException.invalidArgument(
        "attach_opaque_data not recognized: it belongs to another caller or another worker;"
            + " DETACH the catalog and ATTACH it again");
  }
}
