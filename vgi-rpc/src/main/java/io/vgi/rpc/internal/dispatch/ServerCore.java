package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.internal.ipc.IpcLimits;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What a server is, whatever the transport.
 *
 * @param router the services
 * @param identity the names of the process and of its requests
 * @param allocator where connections take their memory
 * @param limits what is read from clients
 * @param observers who wants to know of calls
 * @param health whether calls can be served
 */
public record ServerCore(
    Router router,
    Identity identity,
    BufferAllocator allocator,
    IpcLimits limits,
    Observers observers,
    Health health) {}
