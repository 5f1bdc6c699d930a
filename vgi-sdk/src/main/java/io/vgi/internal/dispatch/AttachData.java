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
import java.util.Arrays;
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

  /** This with other options. */
  AttachData withOptions(byte[] others) {
    return new AttachData(id, catalog, dataVersion, implementationVersion, others);
  }

  /** The id and the name; behind a zero byte, where there are any, versions and options. */
  byte[] sealed(Seal seal) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(id);
      out.write(catalog.getBytes(StandardCharsets.UTF_8));
      if (dataVersion != null || implementationVersion != null || options.length > 0) {
        out.writeByte(0);
        out.writeUTF(dataVersion == null ? "" : dataVersion);
        out.writeUTF(implementationVersion == null ? "" : implementationVersion);
        out.write(options);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return seal.seal(bytes.toByteArray(), USE);
  }

  /** The id in {@code sealed}; null when it is not this caller's. */
  static byte @Nullable [] id(byte[] sealed, Seal seal) {
    byte[] bytes = seal.open(sealed, USE);
    return bytes == null || bytes.length <= ID_BYTES ? null : Arrays.copyOf(bytes, ID_BYTES);
  }

  static AttachData open(byte[] sealed, Seal seal) {
    byte[] bytes = seal.open(sealed, USE);
    if (bytes == null || bytes.length <= ID_BYTES) {
      throw notRecognized();
    }
    byte[] id = Arrays.copyOf(bytes, ID_BYTES);
    int end = ID_BYTES;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    String name = new String(bytes, ID_BYTES, end - ID_BYTES, StandardCharsets.UTF_8);
    if (end == bytes.length) {
      return new AttachData(id, name, null, null, new byte[0]);
    }
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(bytes, end + 1, bytes.length - end - 1))) {
      return new AttachData(id, name, text(in), text(in), in.readAllBytes());
    } catch (IOException foreign) {
      throw notRecognized();
    }
  }

  private static @Nullable String text(DataInputStream in) throws IOException {
    String text = in.readUTF();
    return text.isEmpty() ? null : text;
  }

  static VgiException notRecognized() {
    return VgiException.invalidArgument(
        "attach_opaque_data not recognized: it belongs to another caller or another worker;"
            + " DETACH the catalog and ATTACH it again");
  }
}
