/** One {@link org.indexport.spi.SchemaDialect} per engine. */
package org.indexport.dialects;
