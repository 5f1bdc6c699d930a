package io.vgi.example.scalar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.catalog.Schema;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** The example scalars of text, bytes, points, chance and settings. */
public final class TextScalars {
  private static final long MAX_LENGTH = 1 << 24;
  private static final byte[] EMPTY = {};
  private static final HexFormat HEX = HexFormat.of();

  private TextScalars() {}

  /** Adds those of the schema {@code main}. */
  public static void addToMain(Schema.Builder schema) {
    schema.functions(
        new UpperCase(),
        passthru(),
        sha256Hex(),
        hashRounds(),
        SeedScalars.hashSeed(),
        SeedScalars.querySeed(),
        SeedScalars.randomInt(),
        SeedScalars.randomBytes(),
        SeedScalars.bernoulli(),
        conditionalMessage(),
        binaryPacket(),
        SeedScalars.nullHandling(),
        whoAmI(),
        SeedScalars.multiplyBySetting(),
        SeedScalars.scaleBySetting(),
        TypeScalars.global(),
        TypeScalars.ofSchema("main"));
    FormatScalars.addTo(schema);
    TypeScalars.addTo(schema);
    Geometry.addTo(schema);
  }

  /** Adds those of the schema {@code data}. */
  public static void addToData(Schema.Builder schema) {
    schema.function(TypeScalars.ofSchema("data"));
  }

  /** Text as it came: what it costs is what the way there and back costs. */
  private static ScalarFunction<?> passthru() {
    Column<VarCharVector> value = Column.varchar("value").doc("String value");
    return ScalarFunction.of(
        FunctionSpec.scalar("passthru")
            .columns(value)
            .returns(SqlType.VARCHAR)
            .doc("Returns the input string unchanged (zero-compute wire probe)"),
        VarCharVector.class,
        new ScalarFunction.Kernel<VarCharVector>() {
          @Override
          public void eval(Call call, Rows in, VarCharVector out) {
            VarCharVector values = in.get(value);
            if (in.count() > 0) {
              TextCopy.shape(values, in.count(), out);
              out.getDataBuffer()
                  .setBytes(
                      0,
                      values.getDataBuffer(),
                      TextCopy.start(values),
                      TextCopy.bytes(values, in.count()));
            }
          }
        });
  }

  private static ScalarFunction<?> sha256Hex() {
    Column<VarCharVector> value = Column.varchar("value").doc("String to hash");
    return ScalarFunction.of(
        FunctionSpec.scalar("sha256_hex")
            .columns(value)
            .returns(SqlType.VARCHAR)
            .doc("Lowercase hex SHA-256 digest of the UTF-8 string")
            .example("SELECT sha256_hex(s) FROM docs", "Hash each string"),
        VarCharVector.class,
        new ScalarFunction.Kernel<VarCharVector>() {
          @Override
          public void eval(Call call, Rows in, VarCharVector out) throws Exception {
            VarCharVector values = in.get(value);
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            in.forEachRow(
                row ->
                    out.setSafe(row, HEX.formatHex(sha.digest(values.get(row))).getBytes(UTF_8)));
          }
        });
  }

  /** SHA-256 of SHA-256 of …: as much work per row as the caller wants. */
  private static ScalarFunction<?> hashRounds() {
    Column<VarCharVector> value = Column.varchar("value").doc("String to stretch");
    Arg<Long> rounds = Arg.bigint("rounds").doc("Number of SHA-256 rounds");
    return ScalarFunction.of(
        FunctionSpec.scalar("hash_rounds")
            .columns(value)
            .args(rounds)
            .returns(SqlType.VARCHAR)
            .doc("Apply SHA-256 `rounds` times (key-stretching); rounds is a const compute knob")
            .example("SELECT hash_rounds(s, 256) FROM docs", "256-round key stretch"),
        VarCharVector.class,
        new ScalarFunction.Kernel<VarCharVector>() {
          @Override
          public void eval(Call call, Rows in, VarCharVector out) throws Exception {
            VarCharVector values = in.get(value);
            long count = call.get(rounds);
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            in.forEachRow(
                row -> {
                  byte[] bytes = values.get(row);
                  for (long round = 0; round < count; round++) {
                    bytes = sha.digest(bytes);
                  }
                  out.setSafe(row, HEX.formatHex(bytes).getBytes(UTF_8));
                });
          }
        });
  }

  /** A message some times over where a condition holds, else the empty text. */
  private static ScalarFunction<?> conditionalMessage() {
    Arg<Long> repeat = Arg.bigint("repeat_count").doc("Number of times to repeat");
    Arg<String> message = Arg.varchar("message").doc("Message to repeat");
    Column<BitVector> condition = Column.bool("condition").doc("Apply message condition");
    return ScalarFunction.of(
        FunctionSpec.scalar("conditional_message")
            .args(repeat, message)
            .columns(condition)
            .returns(SqlType.VARCHAR)
            .doc("Returns repeated message when condition is true")
            .example(
                "SELECT conditional_message(3, 'Alert! ', flag) FROM items",
                "Show alert message for flagged items")
            .example(
                "SELECT conditional_message(2, '⭐', is_featured) FROM products",
                "Add stars to featured products"),
        VarCharVector.class,
        new ScalarFunction.Kernel<VarCharVector>() {
          @Override
          public void eval(Call call, Rows in, VarCharVector out) {
            byte[] text = repeated(call.get(message), Math.max(0, call.get(repeat)));
            BitVector conditions = in.get(condition);
            in.forEachRow(row -> out.setSafe(row, conditions.get(row) != 0 ? text : EMPTY));
          }
        });
  }

  private static byte[] repeated(String message, long times) {
    if (message.isEmpty()) {
      return EMPTY;
    } else if (times > MAX_LENGTH / message.length()) {
      throw VgiException.invalidArgument("The message has more than " + MAX_LENGTH + " characters");
    }
    return message.repeat((int) times).getBytes(UTF_8);
  }

  /**
   * The end of a packet.
   *
   * @param label its text, written as UTF-8
   * @param version its number, of which the lowest byte is written
   */
  record PacketEnd(@Nullable String label, long version) {}

  /** Bytes between a constant header and a constant end that a STRUCT describes. */
  private static ScalarFunction<?> binaryPacket() {
    Arg<byte[]> header = Arg.blob("header").doc("Header bytes to prepend");
    Column<VarBinaryVector> payload = Column.blob("payload").doc("Binary payload data");
    Arg<PacketEnd> config =
        Arg.of(
                "config",
                SqlType.struct(Column.varchar("label"), Column.bigint("version")),
                PacketEnd.class)
            .doc("Config {label, version}");
    return ScalarFunction.of(
        FunctionSpec.scalar("binary_packet")
            .args(header)
            .columns(payload)
            .args(config)
            .returns(SqlType.BLOB)
            .doc("Build binary packets with header, payload, and config")
            .example(
                "SELECT binary_packet(x'FF', payload, {label: 'msg', version: 1}) FROM t",
                "Build packets with 0xFF header"),
        VarBinaryVector.class,
        new ScalarFunction.Kernel<VarBinaryVector>() {
          @Override
          public void eval(Call call, Rows in, VarBinaryVector out) {
            byte[] start = call.get(header);
            PacketEnd end = call.get(config);
            if (end.label() == null) {
              throw VgiException.invalidArgument("config.label must not be NULL");
            }
            byte[] label = end.label().getBytes(UTF_8);
            VarBinaryVector payloads = in.get(payload);
            in.forEachRow(
                row -> {
                  byte[] bytes = payloads.get(row);
                  ByteBuffer packet =
                      ByteBuffer.allocate(start.length + bytes.length + label.length + 1)
                          .put(start)
                          .put(bytes)
                          .put(label)
                          .put((byte) end.version());
                  out.setSafe(row, packet.array());
                });
          }
        });
  }

  /** The name of the caller. */
  private static ScalarFunction<?> whoAmI() {
    Column<BigIntVector> x = Column.bigint("x").doc("dummy input");
    return ScalarFunction.of(
        FunctionSpec.scalar("whoami")
            .columns(x)
            .returns(SqlType.VARCHAR)
            .doc("Return the authenticated principal name."),
        VarCharVector.class,
        new ScalarFunction.Kernel<VarCharVector>() {
          @Override
          public void eval(Call call, Rows in, VarCharVector out) {
            boolean known = call.principal().authenticated();
            byte[] name = (known ? call.principal().name() : "anonymous").getBytes(UTF_8);
            in.forEachRow(row -> out.setSafe(row, name));
          }
        });
  }
}
