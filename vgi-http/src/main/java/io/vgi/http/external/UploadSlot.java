package io.vgi.http.external;

import java.net.URI;
import java.time.Instant;

/**
 * A place that a client fills with a PUT and that the worker reads with a GET. Both addresses are
 * secrets: whoever knows one may use it.
 *
 * @param upload where the client puts the bytes
 * @param download where they are found afterwards
 * @param expires when both stop to work
 */
public record UploadSlot(URI upload, URI download, Instant expires) {}
