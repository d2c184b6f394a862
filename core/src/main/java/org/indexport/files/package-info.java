/**
 * For this project's own formats whose dumps are plain files, a folder of them, one, or a stream:
 * how such files are listed, walked through and written.
 */
package org.indexport.files;
