/**
 * Live Kuzzle servers: reading collections, roles, profiles and users, and loading them, over HTTP.
 *
 * @see org.indexport.kuzzle.KuzzleConnector
 */
package org.indexport.kuzzle;
