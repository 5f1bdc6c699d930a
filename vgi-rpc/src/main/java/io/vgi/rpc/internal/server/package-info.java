/** Servers: what is hosted, on any number of connections. */
@NullMarked
package io.vgi.rpc.internal.server;

import org.jspecify.annotations.NullMarked;
