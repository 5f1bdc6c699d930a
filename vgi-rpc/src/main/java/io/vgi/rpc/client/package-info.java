/** A small client, for tests that talk to a server without a process. */
@NullMarked
package io.vgi.rpc.client;

import org.jspecify.annotations.NullMarked;
