/** Moves documents: imports a dump into an engine, exports, converts, verifies, compares. */
package org.indexport.transfer;
