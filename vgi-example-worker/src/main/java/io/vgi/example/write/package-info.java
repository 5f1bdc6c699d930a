/** Tables that can be written. */
@NullMarked
package io.vgi.example.write;

import org.jspecify.annotations.NullMarked;
