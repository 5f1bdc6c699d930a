/** Connections inside one process, over pipes in memory. */
@NullMarked
package io.vgi.rpc.internal.local;

import org.jspecify.annotations.NullMarked;
