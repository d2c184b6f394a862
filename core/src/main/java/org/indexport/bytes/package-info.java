/** Looking at eight bytes at a time. */
package org.indexport.bytes;
