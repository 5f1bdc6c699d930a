/** Authentication as the environment asks for it. */
@NullMarked
package io.vgi.rpc.internal.auth;

import org.jspecify.annotations.NullMarked;
