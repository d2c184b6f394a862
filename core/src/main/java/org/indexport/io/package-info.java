/**
 * Building blocks for authors of formats: gzip on several cores, strict reading of gzip, reading
 * ahead, guards against decompression bombs, and {@link org.indexport.io.Publication}, the way an
 * output appears under its final name.
 *
 * <p>Two kinds of bad input are told apart throughout: {@link java.io.EOFException} means that the
 * input is cut short, {@link java.util.zip.ZipException} that its bytes are wrong. Formats
 * translate them into exceptions that say where in the dump it happened.
 */
package org.indexport.io;
