/** Names and types of files, which reading and writing share. */
package org.indexport.format.elasticdump.files;
