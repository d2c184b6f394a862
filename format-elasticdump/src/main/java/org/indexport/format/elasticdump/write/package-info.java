/** Writing: the files that the original tool loads, and the manifest beside them. */
package org.indexport.format.elasticdump.write;
