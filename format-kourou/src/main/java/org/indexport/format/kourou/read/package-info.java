/** Reading exports of kourou. */
package org.indexport.format.kourou.read;
