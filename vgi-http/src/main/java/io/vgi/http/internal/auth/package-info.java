/** Authentication as the environment asks for it. */
@NullMarked
package io.vgi.http.internal.auth;

import org.jspecify.annotations.NullMarked;
