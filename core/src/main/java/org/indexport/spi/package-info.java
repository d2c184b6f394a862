/** For authors of formats and of adapters to engines: what they implement. */
package org.indexport.spi;
