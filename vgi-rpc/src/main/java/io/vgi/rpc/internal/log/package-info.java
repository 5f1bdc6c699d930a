/** The worker's own log: standard error unless the user brought an SLF4J provider. */
@NullMarked
package io.vgi.rpc.internal.log;

import org.jspecify.annotations.NullMarked;
