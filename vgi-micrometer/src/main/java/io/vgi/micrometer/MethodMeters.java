package io.vgi.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vgi.rpc.observe.CallReport;
import io.vgi.rpc.observe.CallReport.Amount;
import io.vgi.rpc.observe.CallReport.Failure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The meters of one method, looked up once. Any thread. */
final class MethodMeters {
  private static final String OK = "OK";
  private static final String CANCELLED = "CANCELLED";

  private final MeterRegistry registry;
  private final Tags tags;
  private final Map<String, Timer> unary = new ConcurrentHashMap<>();
  private final Map<String, Timer> streams = new ConcurrentHashMap<>();
  private final Map<String, Timer> turns = new ConcurrentHashMap<>();
  private final Data in;
  private final Data out;
  // made twice at worst, which the registry answers with the same meter
  private volatile @Nullable Bodies bodies;
  private volatile @Nullable Counter external;

  /** Data in one direction. */
  private record Data(Counter batches, Counter rows, Counter bytes) {
    void count(Amount amount) {
      batches.increment((double) amount.batches());
      rows.increment((double) amount.rows());
      bytes.increment((double) amount.bytes());
    }
  }

  /** The bodies of requests and responses. */
  private record Bodies(DistributionSummary requests, DistributionSummary responses) {}

  MethodMeters(MeterRegistry registry, String protocol, String method) {
    this.registry = registry;
    this.tags = Tags.of("protocol", protocol, "method", method);
    this.in = data("in");
    this.out = data("out");
  }

  void count(CallReport call) {
    timer(call).record(call.nanos(), TimeUnit.NANOSECONDS);
    in.count(call.input());
    out.count(call.output());
    if (call.httpStatus() != 0) {
      Bodies measured = bodies();
      measured.requests().record((double) call.requestBytes());
      measured.responses().record((double) call.responseBytes());
    }
    if (call.externalBytes() > 0) {
      external().increment((double) call.externalBytes());
    }
  }

  private Timer timer(CallReport call) {
    Failure failure = call.failure();
    String status = failure != null ? failure.code() : call.cancelled() ? CANCELLED : OK;
    Map<String, Timer> timers =
        call.streamId() == null ? unary : call.turn() == 0 ? streams : turns;
    Timer timer = timers.get(status);
    return timer != null ? timer : timers.computeIfAbsent(status, code -> timer(timers, code));
  }

  private Timer timer(Map<String, Timer> timers, String status) {
    String kind = timers == unary ? "unary" : timers == streams ? "stream" : "turn";
    return Timer.builder("vgi.calls")
        .description("Calls that have ended")
        .tags(tags.and("kind", kind, "status", status))
        .register(registry);
  }

  private Data data(String direction) {
    Tags both = tags.and("direction", direction);
    return new Data(
        counter("vgi.batches", "batches", "Arrow batches in calls", both),
        counter("vgi.rows", "rows", "Rows of Arrow batches in calls", both),
        counter("vgi.bytes", "bytes", "Bytes of Arrow vectors in calls", both));
  }

  private Counter counter(String name, String unit, String description, Tags all) {
    return Counter.builder(name)
        .description(description)
        .baseUnit(unit)
        .tags(all)
        .register(registry);
  }

  private Bodies bodies() {
    Bodies known = bodies;
    if (known == null) {
      known =
          new Bodies(
              summary("vgi.http.request.size", "Bodies of requests as they came"),
              summary("vgi.http.response.size", "Bodies of responses as they went"));
      bodies = known;
    }
    return known;
  }

  private DistributionSummary summary(String name, String description) {
    return DistributionSummary.builder(name)
        .description(description)
        .baseUnit("bytes")
        .tags(tags)
        .register(registry);
  }

  private Counter external() {
    Counter known = external;
    if (known == null) {
      known = counter("vgi.external.bytes", "bytes", "Bytes put into the external storage", tags);
      external = known;
    }
    return known;
  }
}
