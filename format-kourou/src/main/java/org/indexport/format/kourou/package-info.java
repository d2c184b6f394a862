/**
 * The format of kourou's exports; {@code docs/format/kourou.md} is its specification. {@link
 * org.indexport.format.kourou.FormatKourou} reads and writes dumps, {@link
 * org.indexport.format.kourou.SecurityFile} single files of roles, profiles and users.
 */
package org.indexport.format.kourou;
