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
 * @param constraints how its client reads constraints
 */
record AttachData(
    byte[] id,
    String catalog,
    @Nullable String dataVersion,
    @Nullable String implementationVersion,
    byte[] options,
    ConstraintProfile constraints) {
  private static final int ID_BYTES = 16;
  private static final byte[] USE = "vgi.attach_opaque_data.v1".getBytes(StandardCharsets.US_ASCII);

  /** An attach whose client reads no records of constraints. */
  AttachData(
      byte[] id,
      String catalog,
      @Nullable String dataVersion,
      @Nullable String implementationVersion,
      byte[] options) {
    this(id, catalog, dataVersion, implementationVersion, options, ConstraintProfile.NONE);
  }

  /** Whether it is that of calls which name no attach. */
  boolean isNone() {
    return id.length == 0;
  }

  /** This with other options. */
  AttachData withOptions(byte[] others) {
    return new AttachData(id, catalog, dataVersion, implementationVersion, others, constraints);
  }

  /** This of a client that reads constraints so. */
  AttachData with(ConstraintProfile profile) {
    return new AttachData(id, catalog, dataVersion, implementationVersion, options, profile);
  }

  /**
   * The id and the name; behind a byte for the profile, where there is any of them, versions and
   * options.
   */
  byte[] sealed(Seal seal) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(id);
      out.write(catalog.getBytes(StandardCharsets.UTF_8));
      if (dataVersion != null
          || implementationVersion != null
          || options.length > 0
          || constraints != ConstraintProfile.NONE) {
        out.writeByte(constraints.mark());
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
    while (end < bytes.length && !ConstraintProfile.isMark(bytes[end])) {
      end++;
    }
    String name = new String(bytes, ID_BYTES, end - ID_BYTES, StandardCharsets.UTF_8);
    if (end == bytes.length) {
      return new AttachData(id, name, null, null, new byte[0]);
    }
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(bytes, end + 1, bytes.length - end - 1))) {
      ConstraintProfile profile = ConstraintProfile.of(bytes[end]);
      return new AttachData(id, name, text(in), text(in), in.readAllBytes(), profile);
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
