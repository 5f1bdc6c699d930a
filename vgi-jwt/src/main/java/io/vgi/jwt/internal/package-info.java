/** JSON web tokens as the environment asks for them. */
@NullMarked
package io.vgi.jwt.internal;

import org.jspecify.annotations.NullMarked;
