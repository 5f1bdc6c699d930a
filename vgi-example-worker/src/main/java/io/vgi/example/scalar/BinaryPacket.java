package io.vgi.example.scalar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.nio.ByteBuffer;
import org.apache.arrow.vector.VarBinaryVector;
import org.jspecify.annotations.Nullable;

/** Bytes between a constant header and a constant end that a STRUCT describes. */
public final class BinaryPacket implements ScalarFunction<VarBinaryVector> {
  /**
   * The end of a packet.
   *
   * @param label its text, written as UTF-8
   * @param version its number, of which the lowest byte is written
   */
  record Config(@Nullable String label, long version) {}

  private static final Arg<byte[]> HEADER = Arg.blob("header").doc("Header bytes to prepend");
  private static final Column<VarBinaryVector> PAYLOAD =
      Column.blob("payload").doc("Binary payload data");
  private static final Arg<Config> CONFIG =
      Arg.struct("config", Config.class, Column.varchar("label"), Column.bigint("version"))
          .doc("Config {label, version}");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("binary_packet")
        .args(HEADER)
        .columns(PAYLOAD)
        .args(CONFIG)
        .returns(SqlType.BLOB)
        .doc("Build binary packets with header, payload, and config")
        .example(
            "SELECT binary_packet(x'FF', payload, {label: 'msg', version: 1}) FROM t",
            "Build packets with 0xFF header")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, VarBinaryVector out) {
    byte[] header = call.get(HEADER);
    Config config = call.get(CONFIG);
    if (config.label() == null) {
      throw VgiException.invalidArgument("config.label must not be NULL");
    }
    byte[] label = config.label().getBytes(UTF_8);
    VarBinaryVector payloads = in.get(PAYLOAD);
    in.forEachRow(
        row -> {
          byte[] payload = payloads.get(row);
          ByteBuffer packet =
              ByteBuffer.allocate(header.length + payload.length + label.length + 1)
                  .put(header)
                  .put(payload)
                  .put(label)
                  .put((byte) config.version());
          out.setSafe(row, packet.array());
        });
  }
}
