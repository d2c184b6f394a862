/**
 * For authors of formats and adapters: suites that say what is expected of them, generators of
 * hostile input, and things that fail on purpose.
 *
 * <p>Extend {@link org.indexport.testkit.DumpFormatContract}, {@link
 * org.indexport.testkit.IndexerContract}, {@link org.indexport.testkit.EngineSourceContract} or
 * {@link org.indexport.testkit.MutationContract} in a test class of your own and fill in the hooks.
 * {@link org.indexport.testkit.GoldenContract} holds a format to the dumps that were published with
 * it.
 */
package org.indexport.testkit;
