/**
 * Tar archives as formats need them: {@link org.indexport.tar.TarReader} reads them strictly and in
 * bounded memory, {@link org.indexport.tar.TarOutput} writes them.
 */
package org.indexport.tar;
