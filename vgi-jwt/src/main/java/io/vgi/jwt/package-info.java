/** Callers over HTTP known by JSON web tokens of an OpenID provider. */
@NullMarked
package io.vgi.jwt;

import org.jspecify.annotations.NullMarked;
