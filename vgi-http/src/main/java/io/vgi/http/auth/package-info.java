/** Who calls: principals. */
@NullMarked
package io.vgi.http.auth;

import org.jspecify.annotations.NullMarked;
