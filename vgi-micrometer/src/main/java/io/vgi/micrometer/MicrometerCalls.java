package io.vgi.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vgi.rpc.observe.CallListener;
import io.vgi.rpc.observe.CallReport;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Feeds a Micrometer registry with the calls of a worker.
 *
 * <pre>{@code
 * Worker.of(catalog).listener(MicrometerCalls.of(registry)).run(args);
 * }</pre>
 *
 * <p>The meters, each with the tags {@code protocol} and {@code method} unless it says otherwise:
 *
 * <ul>
 *   <li>{@code vgi.calls}, a timer of calls that have ended, also tagged {@code kind} and {@code
 *       status}
 *   <li>{@code vgi.calls.running}, a gauge of calls that have not, without tags
 *   <li>{@code vgi.batches}, {@code vgi.rows} and {@code vgi.bytes}, counters of the Arrow data in
 *       calls that have ended, also tagged {@code direction}, which is {@code in} for what clients
 *       sent and {@code out} for what they were answered; bytes are those of vectors in memory
 *   <li>{@code vgi.http.request.size} and {@code vgi.http.response.size}, summaries of the bytes of
 *       bodies as they went over HTTP
 *   <li>{@code vgi.external.bytes}, a counter of the bytes put into the external storage
 * </ul>
 *
 * <p>{@code kind} is {@code unary}, {@code stream}, or {@code turn} for the requests that go on
 * with a stream over HTTP: the number of calls is that of the first two kinds on every transport.
 * On other transports a stream is timed from its opening to its end, the client's pauses included;
 * over HTTP each request is timed.
 *
 * <p>{@code status} is {@code OK}, {@code CANCELLED}, or the canonical code of the error, such as
 * {@code INVALID_ARGUMENT}. A stream that the client gave up is cancelled, which is no failure:
 * engines do so when a {@code LIMIT} is reached.
 *
 * <p>The tags have few values: methods are those of the protocols that the server hosts, and
 * requests that are refused before they reach one are not counted. A meter appears with the first
 * call that has something for it. Common tags, histograms and limits are matters of the registry,
 * which stays the caller's. Any thread. A registry needs one instance, which several servers may
 * share: the second one's running calls would be in no gauge.
 */
public final class MicrometerCalls implements CallListener {
  private record Method(String protocol, String name) {}

  private final MeterRegistry registry;
  private final Map<Method, MethodMeters> methods = new ConcurrentHashMap<>();
  private final LongAdder running = new LongAdder();

  private MicrometerCalls(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A listener that feeds {@code registry}. */
  public static MicrometerCalls of(MeterRegistry registry) {
    MicrometerCalls calls = new MicrometerCalls(registry);
    Gauge.builder("vgi.calls.running", calls.running, LongAdder::sum)
        .description("Calls that are being served")
        .baseUnit("calls")
        .register(registry);
    return calls;
  }

  @Override
  public void began(String protocol, String method) {
    running.increment();
  }

  @Override
  public void ended(CallReport call) {
    running.decrement();
    Method method = new Method(call.protocol(), call.method());
    MethodMeters meters = methods.get(method);
    if (meters == null) {
      meters =
          methods.computeIfAbsent(
              method, first -> new MethodMeters(registry, first.protocol(), first.name()));
    }
    meters.count(call);
  }
}
