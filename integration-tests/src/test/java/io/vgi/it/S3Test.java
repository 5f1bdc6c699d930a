package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Big batches of DuckDB's queries by way of a real server of S3, in both directions. */
class S3Test {
  private static final List<String> PROBE =
      List.of("-cp", Probe.classPath(), ProbeWorker.class.getName());

  @TempDir private Path folder;

  @Test
  void bigBatchesTakeTheWayOverABucket() throws Exception {
    Path errors = folder.resolve("errors");
    try (S3Server s3 = new S3Server(folder)) {
      Map<String, String> environment =
          Map.of(
              "AWS_ENDPOINT_URL_S3",
              s3.endpoint().toString(),
              "AWS_ACCESS_KEY_ID",
              S3Server.ACCESS_KEY,
              "AWS_SECRET_ACCESS_KEY",
              S3Server.SECRET_KEY);
      try (ServingWorker worker =
              ServingWorker.brief(
                  PROBE,
                  errors,
                  environment,
                  "--http",
                  "--external-s3",
                  "s3://" + S3Server.BUCKET + "/probe",
                  "--external-threshold",
                  "49152",
                  "--max-request-bytes",
                  "65536");
          Engine engine = Probe.attached(worker.location())) {
        assertThat(s3.objects()).isEmpty();
        assertThat(engine.rows("SELECT count(*), sum(n), sum(square) FROM probe.numbers(200000)"))
            .hasToString("[[200000, 19999900000, 2666646666700000]]");
        List<Path> read = s3.objects();
        // two columns of eight bytes, but for what stayed in small answers
        assertThat(bytes(read)).isGreaterThan(200_000 * 16 - 49_152);

        assertThat(
                engine.rows(
                    "SELECT count(*), sum(length(e)), count(*) FILTER (e = s) FROM (SELECT s,"
                        + " probe.echo(s) AS e FROM (SELECT i || repeat('x', 100) AS s FROM"
                        + " range(10000) t(i)))"))
            .hasToString("[[10000, 1038890, 10000]]");
        List<Path> exchanged = s3.objects();
        exchanged.removeAll(read);
        // each input and each output
        assertThat(bytes(exchanged)).isGreaterThan(2 * 1_000_000);
      }
    }
    assertThat(Files.readString(errors)).isEmpty();
  }

  private static long bytes(List<Path> files) throws IOException {
    long sum = 0;
    for (Path file : files) {
      sum += Files.size(file);
    }
    return sum;
  }
}
