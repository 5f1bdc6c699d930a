package io.vgi.rpc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.BrokenStreamException;
import io.vgi.rpc.internal.wire.MetadataKeys;
import io.vgi.rpc.observe.CallListener;
import io.vgi.rpc.observe.CallReport;
import io.vgi.rpc.observe.CallReport.Amount;
import io.vgi.rpc.observe.CallReport.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What listeners are told of the calls of a connection, however these end. */
class CallReportsTest {
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final int INDESCRIBABLE = 9;

  private final BufferAllocator allocator = new RootAllocator();
  private final TestWorker worker = new TestWorker(allocator);
  private final List<CallReport> ended = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
    assertThat(worker.closed).as("streams closed").isEqualTo(worker.opened);
  }

  private Script script() {
    return new Script(allocator);
  }

  private void serve(Script script) throws IOException {
    CallListener breaking =
        new CallListener() {
          @Override
          public void began(String protocol, String method) {
            throw new NoClassDefFoundError("a listener that fails");
          }

          @Override
          public void ended(CallReport report) {
            throw new NoClassDefFoundError("a listener that fails");
          }
        };
    CallListener listener =
        new CallListener() {
          @Override
          public void began(String protocol, String method) {
            events.add("+" + protocol + "." + method);
          }

          @Override
          public void ended(CallReport report) {
            events.add("-" + report.protocol() + "." + report.method());
            ended.add(report);
          }
        };
    worker
        .builder()
        .listener(breaking)
        .listener(listener)
        .build()
        .serve(
            Channels.newChannel(new ByteArrayInputStream(script.toBytes())),
            Channels.newChannel(output));
  }

  private CallReport only() {
    assertThat(ended).hasSize(1);
    return ended.get(0);
  }

  @Test
  void aUnaryCall() throws IOException {
    long before = System.currentTimeMillis();
    Metadata named =
        Script.request("twice").toBuilder().put(MetadataKeys.REQUEST_ID, "mine").build();
    serve(script().call(named, 21));
    CallReport report = only();
    assertThat(report.protocol()).isEqualTo(TestWorker.PROTOCOL);
    assertThat(report.method()).isEqualTo("twice");
    assertThat(report.streamId()).isNull();
    assertThat(report.requestId()).isEqualTo("mine");
    assertThat(report.input()).isEqualTo(new Amount(1, 1, report.input().bytes()));
    assertThat(report.input().bytes()).isBetween(8L, 64L);
    assertThat(report.output()).isEqualTo(report.input());
    assertThat(report.endMillis()).isBetween(before, System.currentTimeMillis());
    assertThat(report.nanos()).isPositive();
    assertThat(report.failure()).isNull();
    assertThat(report.httpStatus()).isZero();
    assertThat(report.remoteAddress()).isEmpty();
  }

  @Test
  void requestsWithoutAGoodNameAreGivenOne() throws IOException {
    for (String id : List.of("", "x".repeat(129))) {
      ended.clear();
      Metadata named = Script.request("twice").toBuilder().put(MetadataKeys.REQUEST_ID, id).build();
      serve(script().call(named, 21));
      assertThat(only().requestId()).matches("[0-9a-f]{16}");
    }
  }

  @Test
  void streamsCountWhatTheyCarry() throws IOException {
    serve(script().call("count", 2).ticks(7).call("add", 1).numbers(4, 5, 6));
    assertThat(ended).hasSize(2);
    assertThat(ended.get(0).streamId()).matches("[0-9a-f]{32}");
    assertThat(ended.get(0).turn()).isZero();
    assertThat(ended.get(0).input()).isEqualTo(new Amount(3, 0, 0));
    assertThat(ended.get(0).output().rows()).isEqualTo(2);
    assertThat(ended.get(1).input().rows()).isEqualTo(3);
    assertThat(ended.get(1).output().batches()).isEqualTo(3);
    assertThat(ended).allMatch(report -> report.failure() == null && !report.cancelled());
    assertThat(events)
        .containsExactly("+test.v1.count", "-test.v1.count", "+test.v1.add", "-test.v1.add");
  }

  @Test
  void failuresHaveTheClientsWords() throws IOException {
    serve(
        script()
            .call("fail", 5)
            .call("fail_at_open", 1)
            .ticks(1)
            .call("fail_in_turn", 0)
            .ticks(3)
            .call("wrong_answer", 1));
    assertThat(ended)
        .extracting(CallReport::failure)
        .containsExactly(
            new Failure("LookupError", "NOT_FOUND", "no such thing"),
            new Failure("ConnectionError", "UNAVAILABLE", "closed today"),
            new Failure("RuntimeError", "UNKNOWN", "broken on purpose"),
            new Failure("ValueError", "UNKNOWN", ended.get(3).failure().message()));
    assertThat(ended.get(2).output().rows()).isEqualTo(1);
  }

  @Test
  void whatReachesNoMethodIsNoCall() throws IOException {
    Metadata old =
        Script.request("twice").toBuilder().put(MetadataKeys.PROTOCOL_VERSION, "1.0.0").build();
    Metadata elsewhere =
        Script.without(Script.request("twice"), MetadataKeys.PROTOCOL).toBuilder()
            .put(MetadataKeys.PROTOCOL, "other")
            .build();
    serve(
        script().call("missing", 1).call("__describe__", 1).call(old, 1).call(elsewhere, 1).stream(
            WireSchema.EMPTY, WireBatch.ofRows(1, Script.request("twice"))));
    assertThat(ended).isEmpty();
    assertThat(events).isEmpty();
  }

  @Test
  void aClientThatGivesUpOrLeavesHasCancelled() throws IOException {
    WireBatch cancel = WireBatch.ofRows(0, Metadata.of(MetadataKeys.CANCEL, "1"));
    Script leaves = script().call("count", 9).stream(WireSchema.EMPTY, cancel).call("count", 9);
    leaves.raw(leaves.streamBytes(WireSchema.EMPTY, false, WireBatch.ofRows(0, Metadata.EMPTY)));
    serve(leaves);
    serve(script().call("count", 9));
    assertThat(ended).hasSize(3).allMatch(report -> report.cancelled() && report.failure() == null);
    assertThat(ended).extracting(report -> report.output().rows()).containsExactly(0L, 1L, 0L);
  }

  @Test
  void anInputThatBreaksIsAFailure() throws IOException {
    Script breaks = script().call("count", 9);
    breaks.raw(breaks.streamBytes(WireSchema.EMPTY, false, WireBatch.ofRows(0, Metadata.EMPTY)));
    breaks.raw(new byte[16]);
    assertThatThrownBy(() -> serve(breaks)).isInstanceOf(BrokenStreamException.class);
    assertThat(only().failure().code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(only().failure().type()).isEqualTo("ProtocolError");
  }

  @Test
  void anInputThatCannotBeOpenedForAFaultOfTheWorkerIsAnError() throws IOException {
    InputStream call = new ByteArrayInputStream(script().call("count", 9).toBytes());
    InputStream exhausted =
        new InputStream() {
          @Override
          public int read() {
            throw new OutOfMemoryError("no buffer for the input");
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            return read();
          }
        };
    ReadableByteChannel input = Channels.newChannel(new SequenceInputStream(call, exhausted));
    RpcServer server = worker.builder().listener(ended::add).build();
    assertThatThrownBy(() -> server.serve(input, Channels.newChannel(output)))
        .isInstanceOf(OutOfMemoryError.class);
    List<Script.Answer> answers = Script.answers(output.toByteArray(), allocator);
    Script.Answer last = answers.get(answers.size() - 1);
    assertThat(last.only().message()).contains("no buffer for the input");
    assertThat(last.ended()).isTrue();
    assertThat(only().failure().code()).isEqualTo("RESOURCE_EXHAUSTED");
  }

  @Test
  void anInputThatBreaksBehindTheAnswerIsNot() throws IOException {
    Script breaks = script().call("count", 1);
    WireBatch[] ticks = {
      WireBatch.ofRows(0, Metadata.EMPTY), WireBatch.ofRows(0, Metadata.EMPTY),
    };
    breaks.raw(breaks.streamBytes(WireSchema.EMPTY, false, ticks)).raw(new byte[16]);
    assertThatThrownBy(() -> serve(breaks)).isInstanceOf(BrokenStreamException.class);
    assertThat(only().failure()).isNull();
    assertThat(only().cancelled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fail", "fail_at_once"})
  void aFailureThatCannotBeDescribedIsReportedAndStillNoEnd(String method) throws IOException {
    Script script = script().call(method, INDESCRIBABLE).ticks(3);
    assertThatThrownBy(() -> serve(script)).isInstanceOf(OutOfMemoryError.class);
    assertThat(only().failure())
        .isEqualTo(new Failure("MemoryError", "RESOURCE_EXHAUSTED", "again"));
    byte[] sent = output.toByteArray();
    assertThatThrownBy(() -> Script.answers(sent, allocator))
        .isInstanceOf(BrokenStreamException.class);
  }

  @Test
  void theTraceContextIsTheClientsWhenItIsValid() throws IOException {
    String zero = "0".repeat(32);
    String[] invalid = {
      "",
      "nonsense",
      TRACE.substring(1),
      TRACE + "-x",
      TRACE.replace("00-4", "ff-4"),
      TRACE.replace("4bf92f3577b34da6a3ce929d0e0e4736", zero),
      TRACE.replace("00f067aa0ba902b7", zero.substring(16)),
      TRACE.toUpperCase(java.util.Locale.ROOT),
      TRACE.replace('-', '_'),
    };
    Script script = script();
    for (String sent : invalid) {
      script.call(traced(sent), 1);
    }
    String later = TRACE.replace("00-4", "cc-4") + "-more";
    serve(script.call("twice", 1).call(traced(TRACE), 1).call(traced(later), 1));
    List<CallReport> none = ended.subList(0, invalid.length + 1);
    assertThat(none).extracting(CallReport::traceparent).containsOnlyNulls();
    assertThat(ended.subList(none.size(), ended.size()))
        .extracting(CallReport::traceparent)
        .containsExactly(TRACE, later);
  }

  private static Metadata traced(String parent) {
    return Script.request("twice").toBuilder().put("traceparent", parent).build();
  }
}
