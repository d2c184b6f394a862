package org.indexport.format.meilisearch.read;

import org.indexport.format.meilisearch.upgrade.PendingTask;

/**
 * The documents of a task that was not done yet.
 *
 * @param name the name of the attachment
 * @param format how they are written
 * @param verbatim whether their lines are those of version 6 already
 */
record Payload(String name, PendingTask.Format format, boolean verbatim) {}
