/** The standard streams as a connection. */
@NullMarked
package io.vgi.rpc.internal.stdio;

import org.jspecify.annotations.NullMarked;
