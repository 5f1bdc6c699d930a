package io.vgi.rpc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.dispatch.Script.Answer;
import io.vgi.rpc.internal.ipc.BrokenStreamException;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways a call or stream can end: by its end, cancelled, failed, or left by the client. */
class StreamEndingsTest {
  private static final int INDESCRIBABLE = 9;

  private final BufferAllocator allocator = new RootAllocator();
  private final TestWorker worker = new TestWorker(allocator);

  @AfterEach
  void nothingLeaks() {
    allocator.close();
    assertThat(worker.closed).as("streams closed").isEqualTo(worker.opened);
  }

  private Script script() {
    return new Script(allocator);
  }

  private List<Answer> serve(Script script) throws IOException {
    return Script.answers(worker.serve(script.toBytes()), allocator);
  }

  private static WireBatch cancel(WireSchema schema) {
    List<org.apache.arrow.vector.FieldVector> none = List.of();
    return WireBatch.of(schema, none, 0, Metadata.of(MetadataKeys.CANCEL, "1"));
  }

  @Test
  void aProducerEndsAndItsTicksTooManyAreDrained() throws IOException {
    List<Answer> answers = serve(script().call("count", 2).ticks(7).call("twice", 5));
    assertThat(answers).hasSize(3);
    assertThat(answers.get(0).only().value()).isEqualTo(2);
    assertThat(answers.get(0).batches().get(0).message()).isEqualTo("opened");
    assertThat(answers.get(1).batches()).extracting(Script.Batch::value).containsExactly(0L, 1L);
    assertThat(answers.get(2).only().value()).isEqualTo(10);
    assertThat(worker.cancelled).isZero();
  }

  @Test
  void anInputThatEndsAtOnceGivesAnEmptyOutput() throws IOException {
    List<Answer> answers = serve(script().call("add", 2).numbers().call("twice", 5));
    assertThat(answers.get(0).schema()).isEqualTo(TestWorker.NUMBER);
    assertThat(answers.get(0).batches()).isEmpty();
    assertThat(answers.get(1).only().value()).isEqualTo(10);
  }

  @Test
  void cancelRunsTheHookAndEndsTheOutput() throws IOException {
    Script script =
        script().call("count", 9).stream(
                WireSchema.EMPTY, WireBatch.ofRows(0, Metadata.EMPTY), cancel(WireSchema.EMPTY))
            .call("add", 1)
            .stream(WireSchema.EMPTY, cancel(WireSchema.EMPTY))
            .call("twice", 5);
    List<Answer> answers = serve(script);
    assertThat(answers).hasSize(4).allMatch(Answer::ended);
    assertThat(answers.get(1).only().value()).isZero();
    assertThat(answers.get(2).batches()).isEmpty();
    assertThat(answers.get(3).only().value()).isEqualTo(10);
    assertThat(worker.cancelled).isEqualTo(2);
  }

  @Test
  void inputThatJustStopsEndsQuietly() throws IOException {
    Script stops = script().call("count", 9);
    stops.raw(stops.streamBytes(WireSchema.EMPTY, false, WireBatch.ofRows(0, Metadata.EMPTY)));
    List<Answer> answers = serve(stops);
    assertThat(answers.get(1).only().value()).isZero();
    assertThat(answers.get(1).ended()).isTrue();
    // and without any input stream at all
    assertThat(serve(script().call("count", 9))).hasSizeBetween(1, 2);
    assertThat(worker.opened).isEqualTo(2);
  }

  @Test
  void inputThatBreaksIsAnErrorOfTheStream() throws IOException {
    Script breaks = script().call("count", 9);
    breaks.raw(breaks.streamBytes(WireSchema.EMPTY, false, WireBatch.ofRows(0, Metadata.EMPTY)));
    breaks.raw(new byte[16]);
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    assertThatThrownBy(() -> worker.serve(breaks.toBytes(), output))
        .isInstanceOf(BrokenStreamException.class);
    Answer answer = Script.answers(output.toByteArray(), allocator).get(1);
    assertThat(answer.batches().get(0).value()).isZero();
    assertThat(answer.batches().get(1).message()).startsWith("ProtocolError: ");
    assertThat(answer.ended()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0, RuntimeError: broken on purpose, UNKNOWN",
    "1, RuntimeError: StackOverflowError, UNKNOWN",
    "2, MemoryError: no more, RESOURCE_EXHAUSTED",
    "3, RuntimeError: the file is gone, UNKNOWN",
    "4, ValueError: not that one, UNKNOWN",
    "5, LookupError: no such thing, NOT_FOUND",
    "6, RuntimeError: never, UNKNOWN",
    "7, TypeError: not of that type, UNKNOWN"
  })
  void whateverIsThrownIsAnErrorAnswer(int how, String message, String code) throws IOException {
    List<Answer> answers =
        serve(
            script()
                .call("fail", how)
                .call("fail_in_turn", how)
                .ticks(3)
                .call("fail_at_once", how)
                .ticks(1)
                .call("fail_exchange", how)
                .numbers(1, 2)
                .call("twice", 5));
    assertThat(answers).hasSize(6).allMatch(Answer::ended);
    assertThat(answers.get(0).batches().get(0).message()).isEqualTo("called");
    assertThat(answers.get(2).batches().get(0).value()).isZero();
    for (Answer answer : List.of(answers.get(0), answers.get(2), answers.get(3), answers.get(4))) {
      Script.Batch last = answer.batches().get(answer.batches().size() - 1);
      assertThat(answer.schema()).isEqualTo(TestWorker.NUMBER);
      assertThat(last.isError()).isTrue();
      assertThat(last.message()).isEqualTo(message);
      assertThat(last.metadata().text(MetadataKeys.ERROR_CODE)).isEqualTo(code);
    }
    assertThat(answers.get(5).only().value()).isEqualTo(10);
  }

  @Test
  void answersThatCannotBeWrittenAreErrors() throws IOException {
    List<Answer> answers =
        serve(
            script()
                .call("no_answer", 1)
                .call("wrong_answer", 1)
                .call("no_exchange", 1)
                .numbers(1)
                .call("wrong_exchange", 1)
                .numbers(1)
                .call("other_exchange", 1)
                .numbers(1)
                .call("twice", 5));
    assertThat(answers).hasSize(6);
    assertThat(answers.subList(0, 5)).allMatch(answer -> answer.only().isError());
    assertThat(answers.get(0).only().message()).contains("gave no result");
    assertThat(answers.get(1).only().message()).contains("1 columns in a stream of 2");
    assertThat(answers.get(2).only().message()).contains("must answer every batch");
    assertThat(answers.get(3).only().message()).contains("has 1 rows in a batch of 2");
    assertThat(answers.get(4).only().message()).contains("is made as").contains("Int(64, true)");
    assertThat(answers.get(5).only().value()).isEqualTo(10);
  }

  @Test
  void inputThatPointsElsewhereIsNotTakenForNoRows() throws IOException {
    Metadata pointer = Metadata.of(MetadataKeys.LOCATION, "https://a.example/1");
    WireBatch none = worker.none().withMetadata(pointer);
    List<Answer> answers =
        serve(script().call("add", 2).stream(TestWorker.NUMBER, none).call("twice", 5));
    assertThat(answers.get(0).only().message()).contains("external location");
    assertThat(answers.get(1).only().value()).isEqualTo(10);
  }

  @Test
  void inputOfAnotherShapeIsAnErrorOfTheStream() throws IOException {
    WireSchema other = WireSchema.of(Field.nullable("m", new ArrowType.Int(64, true)));
    WireBatch batch = WireBatch.of(other, worker.number(3).columns(), 1);
    List<Answer> answers = serve(script().call("add", 2).stream(other, batch).call("twice", 5));
    assertThat(answers.get(0).only().message())
        .startsWith("TypeError: ")
        .contains("Input schema mismatch");
    assertThat(answers.get(1).only().value()).isEqualTo(10);
  }

  private void assertOpenFails(String method, String message) throws IOException {
    Script left = script().call(method, 1);
    byte[] open = left.toBytes();
    byte[] good = script().call("twice", 5).toBytes();
    List<byte[]> between =
        List.of(new byte[0], script().ticks(0).toBytes(), script().ticks(2).toBytes());
    for (byte[] stray : between) {
      List<Answer> answers = serve(script().raw(open).raw(stray).raw(good).raw(good));
      assertThat(answers).hasSize(3).allMatch(Answer::ended);
      assertThat(answers.get(0).schema()).as("error marker").isEqualTo(WireSchema.EMPTY);
      assertThat(answers.get(0).only().message()).isEqualTo(message);
      assertThat(answers.get(1).only().value()).isEqualTo(10);
      assertThat(answers.get(2).only().value()).isEqualTo(10);
    }
  }

  @Test
  void afterAFailedOpeningAnInputStreamIsDiscarded() throws IOException {
    assertOpenFails("fail_at_open", "ConnectionError: closed today");
    worker.failHeader(new IllegalStateException("no header today"));
    assertOpenFails("count", "RuntimeError: no header today");
    worker.failHeader(null);
    worker.dropHeader();
    assertOpenFails("count", "RuntimeError: Method 'count' gave no header");
  }

  @ParameterizedTest
  @ValueSource(strings = {"count", "missing"})
  void afterARefusedOpeningAnEmptyInputStreamIsDiscarded(String method) throws IOException {
    Metadata old =
        Script.request(method).toBuilder().put(MetadataKeys.PROTOCOL_VERSION, "1.0.0").build();
    List<Answer> answers = serve(script().call(old, 1).ticks(0).call("twice", 5).ticks(0));
    assertThat(answers).hasSize(3);
    assertThat(answers.get(1).only().value()).isEqualTo(10);
    // behind a good call it is a request, and a bad one
    assertThat(answers.get(2).only().message()).startsWith("ProtocolError: ");
  }

  @Test
  void aStreamThatFailsToCloseHasGivenItsAnswer() throws IOException {
    worker.failClose(new IllegalStateException("stuck"));
    List<Answer> answers = serve(script().call("add", 2).numbers(1).call("twice", 5));
    assertThat(answers.get(0).only().value()).isEqualTo(3);
    assertThat(answers.get(1).only().value()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fail_in_turn", "fail_at_once"})
  void aStreamWhoseErrorCannotBeBuiltMakesTheReaderFail(String method) throws IOException {
    Script script = script().call(method, INDESCRIBABLE).ticks(3).call("twice", 5);
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    assertThatThrownBy(() -> worker.serve(script.toBytes(), output))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("again");
    byte[] sent = output.toByteArray();
    assertThatThrownBy(() -> Script.answers(sent, allocator))
        .isInstanceOf(BrokenStreamException.class)
        .hasMessageContaining("where a batch was expected");
    int length = IpcBytes.ofSchema(WireSchema.EMPTY).length + 8;
    byte[] last = Arrays.copyOfRange(sent, sent.length - length, sent.length);
    Answer empty = Script.answers(last, allocator).get(0);
    assertThat(empty.schema()).isEqualTo(WireSchema.EMPTY);
    assertThat(empty.ended()).isTrue();
  }

  @Test
  void aCallWhoseErrorCannotBeBuiltIsNotTakenForAVoidAnswer() throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    byte[] input = script().call("fail", INDESCRIBABLE).call("twice", 5).toBytes();
    assertThatThrownBy(() -> worker.serve(input, output)).isInstanceOf(OutOfMemoryError.class);
    assertThatThrownBy(() -> Script.answers(output.toByteArray(), allocator))
        .isInstanceOf(BrokenStreamException.class);
  }
}
