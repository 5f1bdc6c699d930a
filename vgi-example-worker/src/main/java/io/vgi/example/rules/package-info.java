/** Rules over JSON, as a catalog of their own. */
@NullMarked
package io.vgi.example.rules;

import org.jspecify.annotations.NullMarked;
