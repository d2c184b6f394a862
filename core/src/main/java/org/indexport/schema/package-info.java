/** The neutral description of an index, into and out of which engines' settings translate. */
package org.indexport.schema;
