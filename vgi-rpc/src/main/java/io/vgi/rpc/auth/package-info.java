/** Who calls: principals. */
@NullMarked
package io.vgi.rpc.auth;

import org.jspecify.annotations.NullMarked;
