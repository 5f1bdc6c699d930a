package io.vgi.http.internal.call;

import io.vgi.http.internal.external.ExternalAnswers;
import io.vgi.http.internal.external.ExternalRequests;
import io.vgi.http.internal.external.UploadSlots;
import io.vgi.http.internal.stream.ReceiptTokens;
import io.vgi.rpc.Principal;
import io.vgi.rpc.Seal;
import io.vgi.rpc.internal.dispatch.ServerCore;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What all requests to one HTTP server go by.
 *
 * @param core what is served
 * @param external where big results go
 * @param pointers how requests are read that lie elsewhere
 * @param uploads how clients put them there
 * @param seals gives the seal of a protocol's caller
 * @param streams the turns of streams
 * @param receipts where clients fetch answers to show that they have them; null for nowhere
 */
public record HttpCore(
    ServerCore core,
    ExternalAnswers external,
    ExternalRequests pointers,
    UploadSlots uploads,
    BiFunction<String, Principal, Seal> seals,
    HttpStreams streams,
    @Nullable ReceiptTokens receipts) {}
