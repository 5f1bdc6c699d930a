package io.vgi.internal.cli;

import io.vgi.param.WorkerOption;
import java.util.List;

/** What {@code --help} shows. */
public final class Usage {
  private static final String TEXT =
      """
      usage: java -jar worker.jar [transport] [options]
        Without a transport it serves DuckDB over standard input and output. In DuckDB:
        ATTACH 'name' AS name (TYPE vgi, LOCATION 'java -jar /path/to/worker.jar');
      transports
        --unix PATH              a socket file, as DuckDB's LOCATION 'launch:…' starts it
        --tcp [HOST:]PORT        a TCP port, 0 for a free one; nothing checks who connects
        --http                   an HTTP server, LOCATION 'http://host:port'
      %soptions of --unix and --tcp
        --idle-timeout SECONDS   end when nobody was connected for so long; 0 for never (0)
        --max-connections N      how many connections are served at once
        --connection-idle SECS   end connections on which no call ran for so long; 0 for never
                                 (300 with --tcp, 0 with --unix)
      options of --http
        --host H                 the address to listen at (127.0.0.1)
        --allow-anonymous        listen beyond this machine though nothing checks who calls
        --allowed-hosts H,…      answer requests for these hosts only, * for all; by default a
                                 server of 127.0.0.1 that checks nobody answers for localhost only
        --port N                 the port, 0 for a free one (0)
        --prefix X               the path that all routes begin with
        --port-file FILE         also write the port to a file
        --cors-origins O         let pages of these origins call, separated by commas; * for all
        --http-threads N         how many calls run at once (64)
        --max-request-bytes N    refuse larger requests (1 GiB)
        --max-response-bytes N   answer with an error where a response would be larger
        --external-directory DIR keep big results in this directory and send clients there
        --external-max-bytes N   keep no more there (half of what is free)
        --max-upload-slots N     how many places for uploads a caller may have at once (1000)
        --external-address URL   the base address that clients have for this server, for that
        --external-s3 S3URL      keep big results below s3://bucket/prefix and send clients there;
                                 needs the library io.vgi:vgi-s3 and the usual AWS_* variables
        --external-threshold N   which results are big (1 MiB)
        --max-externalized-response-bytes N
                                 answer with an error where a response would keep more there
        --compress-locally       compress answers to this machine too, when asked for it
        --receipts-at URL        count a batch of a buffering function or COPY TO when its client
                                 has fetched the answer from this server, which clients know by
                                 URL; without it a batch counts twice if its answer is lost
        --token-lifetime SECONDS how long a stream may rest between turns (3600); 0 for ever
        --tls-keystore FILE      speak TLS with this PKCS #12 keystore, whose password is in
                                 VGI_TLS_KEYSTORE_PASSWORD; it is read again when it changes
        --tls-client-ca FILE     let only clients in that have a certificate of these authorities,
                                 a file of PEM
        Replicas behind one address share a key of stream tokens: VGI_SIGNING_KEY, or a file named
        by VGI_SIGNING_KEY_FILE, a key a line, of which the first seals; with VGI_HTTP_STATELESS=1
        they keep no stream in memory.
        VGI_BEARER_TOKENS=token=name,… lets only those call. docs/operation.md lists all variables.
      options of all
        --access-log FILE        append a line of JSON for each call
        --max-memory BYTES       what all calls may hold outside of the heap (what the heap may
                                 take less 144 MiB, or 112 MiB if that is more), 16777216
                                 at least; VGI_MAX_MEMORY says so too
        --protocols V,…          speak these revisions of the protocol only, such as 2.0,2.2;
                                 --version shows which there are
        --debug                  log more
        --quiet, --threaded      accepted, and without effect
        --log-level LEVEL        DEBUG is --debug; INFO, WARNING and ERROR change nothing
        --install DIR            write the worker to this directory, with a start script and an
                                 archive of its classes, with which it starts faster, and end
        --executable FILE        write the jar as a program that starts itself, and end
        --version                show which versions this is made of
        --help                   show this""";

  private static final int COLUMN = 27;

  private Usage() {}

  /** How to start a worker that has {@code options} of its own. */
  public static String of(List<WorkerOption<?>> options) {
    StringBuilder own = new StringBuilder(options.isEmpty() ? "" : "options of this worker\n");
    for (WorkerOption<?> option : options) {
      Object fallback = option.fallback();
      boolean flag = option.type() == Boolean.class;
      String said =
          !option.isOptional()
              ? " (needed)"
              : fallback == null || flag ? "" : " (" + fallback + ")";
      String left = "  --" + option.name() + (flag ? "" : " VALUE");
      String pad = " ".repeat(Math.max(1, COLUMN - left.length()));
      own.append((left + pad + option.doc() + said).stripTrailing()).append('\n');
    }
    return TEXT.formatted(own);
  }
}
