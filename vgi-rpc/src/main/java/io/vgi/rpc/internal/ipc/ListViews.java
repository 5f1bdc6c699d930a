package io.vgi.rpc.internal.ipc;

import org.apache.arrow.memory.ArrowBuf;
import org.jspecify.annotations.Nullable;

/**
 * Lists that were named by place and length.
 *
 * @param offsets where each list begins
 * @param elements the elements in the order of the lists, or null when they are in order already
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once and never compared
record ListViews(ArrowBuf offsets, int @Nullable [] elements) {}
