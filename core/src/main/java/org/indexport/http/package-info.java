/**
 * Speaking HTTP to search servers: what the adapters of live servers share. Bodies are bytes; what
 * is lost on its way is asked for again as long as {@link org.indexport.http.Patience} lasts.
 */
package org.indexport.http;
