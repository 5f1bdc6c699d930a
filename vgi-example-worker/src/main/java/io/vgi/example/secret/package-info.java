/** Functions that read secrets. */
@NullMarked
package io.vgi.example.secret;

import org.jspecify.annotations.NullMarked;
