/**
 * Arrow IPC streams with per-batch metadata over plain channels; needs no JVM flag because it never
 * asks Arrow for an NIO view of a buffer.
 */
@NullMarked
package io.vgi.rpc.internal.ipc;

import org.jspecify.annotations.NullMarked;
