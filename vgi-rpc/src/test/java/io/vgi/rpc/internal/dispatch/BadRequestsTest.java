package io.vgi.rpc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.dispatch.Script.Answer;
import io.vgi.rpc.internal.dispatch.Script.Batch;
import io.vgi.rpc.internal.ipc.BrokenStreamException;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are refused: the right type, kind and code, and a connection that goes on. */
class BadRequestsTest {
  private static final ArrowType LONG = new ArrowType.Int(64, true);
  private static final Metadata GOOD = Script.request("twice");

  private final BufferAllocator allocator = new RootAllocator();
  private final TestWorker worker = new TestWorker(allocator);

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  private Script script() {
    return new Script(allocator);
  }

  private List<Answer> serve(Script script) throws IOException {
    return Script.answers(worker.serve(script.toBytes()), allocator);
  }

  /** Serves {@code bad} twice, each time followed by a good call, and returns the error. */
  private Batch refusal(Script bad) throws IOException {
    Script good = script().call("twice", 21);
    List<Answer> answers =
        serve(
            script().raw(bad.toBytes()).raw(good.toBytes()).raw(bad.toBytes()).raw(good.toBytes()));
    assertThat(answers).hasSize(4);
    assertThat(answers.get(1).only().value()).isEqualTo(42);
    assertThat(answers.get(3).only().value()).isEqualTo(42);
    assertThat(answers).allMatch(Answer::ended);
    Batch error = answers.get(0).only();
    assertThat(error.isError()).isTrue();
    assertThat(error.metadata().text(MetadataKeys.SERVER_ID)).hasSize(12);
    assertThat(error.metadata().text(MetadataKeys.REQUEST_ID)).hasSize(16);
    assertThat(answers.get(2).only().message()).isEqualTo(error.message());
    return error;
  }

  private Batch refusal(Metadata metadata) throws IOException {
    return refusal(script().call(metadata, 1));
  }

  private static void assertError(Batch error, String type, String code, String kind) {
    assertThat(error.message()).startsWith(type + ": ");
    assertThat(error.metadata().text(MetadataKeys.ERROR_CODE)).isEqualTo(code);
    assertThat(error.metadata().text(MetadataKeys.ERROR_KIND)).isEqualTo(kind);
    assertThat(error.metadata().text(MetadataKeys.LOG_EXTRA))
        .contains("\"exception_type\":\"" + type + "\"", "\"error_code\":\"" + code + "\"");
  }

  private static Metadata with(String key, byte[] value) {
    return GOOD.toBuilder().put(key, value).build();
  }

  private static Metadata with(String key, String value) {
    return with(key, value.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theMethodMustBeNamedInUtf8() throws IOException {
    assertError(
        refusal(Script.without(GOOD, MetadataKeys.METHOD)),
        "ProtocolError",
        "INVALID_ARGUMENT",
        null);
    assertError(
        refusal(with(MetadataKeys.METHOD, new byte[] {'t', (byte) 0xff})),
        "ProtocolError",
        "INVALID_ARGUMENT",
        null);
    assertError(refusal(Metadata.EMPTY), "ProtocolError", "INVALID_ARGUMENT", null);
  }

  @Test
  void theRequestVersionMustBeOne() throws IOException {
    assertError(
        refusal(Script.without(GOOD, MetadataKeys.REQUEST_VERSION)),
        "VersionError",
        "INVALID_ARGUMENT",
        null);
    for (String version : List.of("", "2", "01", "1.0", "9".repeat(10_000))) {
      Batch error = refusal(with(MetadataKeys.REQUEST_VERSION, version));
      assertError(error, "VersionError", "INVALID_ARGUMENT", null);
      assertThat(error.message().length()).isLessThan(300);
    }
    assertError(
        refusal(with(MetadataKeys.REQUEST_VERSION, new byte[] {(byte) 0xc3})),
        "VersionError",
        "INVALID_ARGUMENT",
        null);
  }

  @Test
  void aRequestHasOneBatchOfOneRow() throws IOException {
    WireBatch none = WireBatch.of(TestWorker.NUMBER, List.of(numbers()), 0, GOOD);
    assertError(
        refusal(script().stream(TestWorker.NUMBER, none)),
        "ProtocolError",
        "INVALID_ARGUMENT",
        null);
    Metadata pointer = GOOD.toBuilder().put(MetadataKeys.LOCATION, "https://a.example/1").build();
    WireBatch elsewhere = WireBatch.of(TestWorker.NUMBER, List.of(numbers()), 0, pointer);
    assertThat(refusal(script().stream(TestWorker.NUMBER, elsewhere)).message())
        .contains("external location");
    WireBatch two = WireBatch.of(TestWorker.NUMBER, List.of(numbers(1, 2)), 2, GOOD);
    assertThat(refusal(script().stream(TestWorker.NUMBER, two)).message())
        .isEqualTo("ProtocolError: A request must have one row, this one has 2");
    assertError(
        refusal(script().stream(TestWorker.NUMBER)), "ProtocolError", "INVALID_ARGUMENT", null);
    // the first batch is the request, what follows it is read and ignored
    List<Answer> answers =
        serve(
            script().stream(
                    TestWorker.NUMBER,
                    worker.number(4).withMetadata(GOOD),
                    worker.number(5).withMetadata(GOOD))
                .call("twice", 6));
    assertThat(answers).extracting(answer -> answer.only().value()).containsExactly(8L, 12L);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  void requestsWithoutColumnsMayHaveAnyNumberOfRows(int rows) throws IOException {
    List<Answer> answers =
        serve(script().stream(WireSchema.EMPTY, WireBatch.ofRows(rows, Script.request("nothing"))));
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0).only().metadata().isEmpty()).isTrue();
  }

  private FieldVector numbers(int... values) {
    FieldVector vector = TestWorker.NUMBER.field(0).createVector(allocator);
    vector.allocateNew();
    for (int i = 0; i < values.length; i++) {
      ((org.apache.arrow.vector.BigIntVector) vector).setSafe(i, values[i]);
    }
    vector.setValueCount(values.length);
    return vector;
  }

  @ParameterizedTest
  @ValueSource(strings = {"__describe__", "__upload_url__", "__session__", "__x__"})
  void reservedNamesAreNotImplemented(String name) throws IOException {
    Metadata metadata = Script.without(with(MetadataKeys.METHOD, name), MetadataKeys.PROTOCOL);
    Batch error = refusal(metadata);
    assertError(error, "MethodNotImplementedError", "UNIMPLEMENTED", "method_not_implemented");
    if (name.equals("__describe__")) {
      assertThat(error.message()).contains("vgi_rpc.Reflection.v1");
    }
  }

  @Test
  void transportOptionsAreAnsweredWithoutAProtocol() throws IOException {
    Metadata metadata =
        Script.without(with(MetadataKeys.METHOD, "__transport_options__"), MetadataKeys.PROTOCOL)
            .toBuilder()
            .put(MetadataKeys.TRANSPORT_SHM, "true")
            .build();
    List<Answer> answers = serve(script().stream(WireSchema.EMPTY, WireBatch.ofRows(1, metadata)));
    Metadata answer = answers.get(0).only().metadata();
    assertThat(answers.get(0).schema()).isEqualTo(WireSchema.EMPTY);
    String usable = Boolean.toString(Files.isDirectory(Path.of("/dev/shm")));
    assertThat(answer.text(MetadataKeys.TRANSPORT_SHM)).isEqualTo(usable);
    assertThat(answer.text(MetadataKeys.REQUEST_VERSION)).isEqualTo("1");
    assertThat(answer.text(MetadataKeys.SERVER_ID)).matches("[0-9a-f]{12}");
  }

  @Test
  void theProtocolMustBeNamedAndHosted() throws IOException {
    assertError(
        refusal(Script.without(GOOD, MetadataKeys.PROTOCOL)),
        "ProtocolNotSpecifiedError",
        "INVALID_ARGUMENT",
        "protocol_not_specified");
    for (byte[] protocol :
        List.of(
            new byte[0],
            "test.v2".getBytes(StandardCharsets.UTF_8),
            "Test.v1".getBytes(StandardCharsets.UTF_8),
            "test.v1\n\u0007".getBytes(StandardCharsets.UTF_8),
            new byte[] {(byte) 0x80},
            new byte[100_000])) {
      Batch error = refusal(with(MetadataKeys.PROTOCOL, protocol));
      assertError(error, "ProtocolNotSupportedError", "UNIMPLEMENTED", "protocol_not_supported");
      assertThat(error.message()).doesNotContain("\n", "\u0007", "\0").hasSizeLessThan(300);
    }
  }

  @Test
  void theMethodMustExist() throws IOException {
    for (String method : List.of("", "Twice", "__x", "____", "m\u0000", "m".repeat(100_000))) {
      Batch error = refusal(with(MetadataKeys.METHOD, method));
      assertError(error, "MethodNotImplementedError", "UNIMPLEMENTED", "method_not_implemented");
      assertThat(error.message()).hasSizeLessThan(300);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', malformed",
    "2, malformed",
    "2.0, malformed",
    "02.0.0, malformed",
    "2.0.0-rc1, malformed",
    "' 2.0.0', malformed",
    "1.3.0, client is too old",
    "2.1.0, server is too old",
    "99.0.0, server is too old",
    "99999999999999999999.0.0, server is too old",
  })
  void theVersionMustAgree(String version, String direction) throws IOException {
    Batch error = refusal(with(MetadataKeys.PROTOCOL_VERSION, version));
    assertMismatch(error);
    assertThat(error.message()).contains(direction, "test.v1", "  Server: 2.0.0");
  }

  @Test
  void theVersionMustBeThere() throws IOException {
    assertMismatch(refusal(Script.without(GOOD, MetadataKeys.PROTOCOL_VERSION)));
    assertMismatch(refusal(with(MetadataKeys.PROTOCOL_VERSION, new byte[] {'2', (byte) 0xff})));
    assertThat(
            serve(script().call(with(MetadataKeys.PROTOCOL_VERSION, "2.0.77"), 4))
                .get(0)
                .only()
                .value())
        .isEqualTo(8);
  }

  private static void assertMismatch(Batch error) {
    assertError(error, "ProtocolVersionError", "FAILED_PRECONDITION", "protocol_version_mismatch");
    assertThat(error.message()).contains("protocol_version mismatch");
    assertThat(error.metadata().text(MetadataKeys.ERROR_DETAILS))
        .contains("vgi_rpc.PreconditionFailure");
  }

  private Script request(Field field, FieldVector... columns) throws IOException {
    List<Field> fields = field == null ? List.of() : List.of(field);
    return request(fields, columns);
  }

  private Script request(List<Field> fields, FieldVector... columns) throws IOException {
    WireSchema schema = WireSchema.of(fields);
    return script().stream(schema, WireBatch.of(schema, List.of(columns), 1, GOOD));
  }

  @Test
  void parametersMustBeThoseDeclared() throws IOException {
    Field n = TestWorker.NUMBER.field(0);
    VarCharVector text = new VarCharVector("n", allocator);
    text.allocateNew();
    text.setSafe(0, new byte[] {'1'});
    text.setValueCount(1);
    IntVector narrow = new IntVector("n", allocator);
    narrow.allocateNew(1);
    narrow.set(0, 1);
    narrow.setValueCount(1);
    List<Script> requests =
        List.of(
            script().stream(WireSchema.EMPTY, WireBatch.ofRows(1, GOOD)),
            request(List.of(n, Field.notNullable("m", LONG)), numbers(1), numbers(2)),
            request(List.of(n, n), numbers(1), numbers(2)),
            request(Field.notNullable("m", LONG), numbers(1)),
            request(Field.nullable("n", LONG), numbers(1)),
            request(Field.notNullable("n", new ArrowType.Int(64, false)), numbers(1)),
            request(Field.notNullable("n", new ArrowType.Int(32, true)), narrow),
            request(Field.notNullable("n", new ArrowType.Utf8()), text));
    for (Script bad : requests) {
      Batch error = refusal(bad);
      assertError(error, "TypeError", "INVALID_ARGUMENT", null);
      assertThat(error.message()).contains("twice");
    }
    assertThat(worker.calls).isEqualTo(2 * requests.size());
  }

  @Test
  void aParameterThatIsNotNullableMustNotBeNull() throws IOException {
    FieldVector missing = numbers(7);
    missing.setNull(0);
    Batch error = refusal(request(TestWorker.NUMBER.field(0), missing));
    assertThat(error.message())
        .isEqualTo("TypeError: Parameter 'n' of method 'twice' must not be null");
  }

  @Test
  void theRequestIdIsEchoed() throws IOException {
    Metadata metadata =
        Script.without(with(MetadataKeys.REQUEST_ID, "my id"), MetadataKeys.PROTOCOL);
    Batch error = serve(script().call(metadata, 1)).get(0).only();
    assertThat(error.metadata().text(MetadataKeys.REQUEST_ID)).isEqualTo("my id");
  }

  @Test
  void largeRequestsAreDrainedAndRefused() throws IOException {
    Field text = Field.notNullable("n", new ArrowType.Utf8());
    VarCharVector large = new VarCharVector("n", allocator);
    large.allocateNew();
    large.setSafe(0, new byte[300_000]);
    large.setValueCount(1);
    byte[] input = request(text, large).call("twice", 3).toBytes();
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    worker
        .builder()
        .bodyLimit(1000)
        .build()
        .serve(Channels.newChannel(new ByteArrayInputStream(input)), Channels.newChannel(output));
    List<Answer> answers = Script.answers(output.toByteArray(), allocator);
    assertThat(answers).hasSize(2);
    assertThat(answers.get(0).only().message()).contains("over the limit of 1000 bytes");
    assertThat(answers.get(1).only().value()).isEqualTo(6);
  }

  @Test
  void brokenInputIsAnsweredBeforeTheConnectionEnds() throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    byte[] input =
        script()
            .call("twice", 3)
            .raw("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
            .toBytes();
    assertThatThrownBy(() -> worker.serve(input, output)).isInstanceOf(BrokenStreamException.class);
    List<Answer> answers = Script.answers(output.toByteArray(), allocator);
    assertThat(answers.get(0).only().value()).isEqualTo(6);
    assertThat(answers.get(1).only().message())
        .isEqualTo(
            "ProtocolError: The input cannot be read any more: "
                + "The input is not an Arrow IPC stream");
  }
}
