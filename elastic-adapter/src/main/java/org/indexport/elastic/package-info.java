/**
 * Live Elasticsearch and OpenSearch clusters as the source and as the target of dumps.
 *
 * <p>{@link org.indexport.elastic.ElasticConnector} opens them by URI. Everything goes over the
 * servers' HTTP interface with the client of the JDK; documents pass as the bytes that they are.
 */
package org.indexport.elastic;
