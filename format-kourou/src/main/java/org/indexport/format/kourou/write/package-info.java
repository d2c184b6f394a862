/** Writing exports of kourou. */
package org.indexport.format.kourou.write;
