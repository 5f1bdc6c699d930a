/** The access log. */
@NullMarked
package io.vgi.rpc.internal.observe;

import org.jspecify.annotations.NullMarked;
