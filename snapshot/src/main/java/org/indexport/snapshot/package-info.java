/** Exact copies of the files of an engine, to be restored by that engine. */
package org.indexport.snapshot;
