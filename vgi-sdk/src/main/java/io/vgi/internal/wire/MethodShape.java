package io.vgi.internal.wire;

import io.vgi.rpc.WireSchema;
import org.jspecify.annotations.Nullable;

/**
 * What a method takes and answers in one revision.
 *
 * @param name the name in requests
 * @param stream whether a call opens a stream
 * @param params the request's columns
 * @param requestRecord the record in the only column {@code request}, or null if the columns are
 *     the parameters themselves
 * @param result the answer's one column {@code result}; null if the method answers nothing or opens
 *     a stream
 * @param resultRecord the record in {@code result}, or null
 * @param headerRecord the record ahead of a stream, or null
 */
public record MethodShape(
    String name,
    boolean stream,
    WireSchema params,
    @Nullable String requestRecord,
    @Nullable WireSchema result,
    @Nullable String resultRecord,
    @Nullable String headerRecord) {}
