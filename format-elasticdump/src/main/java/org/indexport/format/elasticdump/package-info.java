/** File sets of elasticdump and multielasticdump: read and written. */
package org.indexport.format.elasticdump;
