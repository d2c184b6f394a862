/**
 * What is particular to an engine and no matter of how one speaks to it: one {@link
 * org.indexport.spi.SchemaDialect} each, what servers note down in settings, and names.
 */
package org.indexport.dialects;
