/** Catalogs that are another for each ATTACH: by version, and by options. */
@NullMarked
package io.vgi.example.attach;

import org.jspecify.annotations.NullMarked;
