/**
 * For this project's own formats whose dumps are plain files, or gzipped tars: how folders are
 * listed, texts walked through, files written in turns, and archives opened and published.
 */
package org.indexport.files;
