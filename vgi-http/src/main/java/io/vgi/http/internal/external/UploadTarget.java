package io.vgi.http.internal.external;

import java.time.Instant;

/**
 * Where one file may be put, over and over until it expires.
 *
 * @param upload the name that it is put under
 * @param file the name that it is found under, which the other one does not tell
 * @param maxBytes the most bytes that it may have
 * @param expires when both names end
 */
public record UploadTarget(String upload, String file, long maxBytes, Instant expires) {}
