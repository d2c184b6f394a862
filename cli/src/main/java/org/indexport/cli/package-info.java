/** The command {@code indexport}: one class per command, groups of options shared between them. */
package org.indexport.cli;
