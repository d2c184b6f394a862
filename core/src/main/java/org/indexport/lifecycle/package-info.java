/**
 * What a search server needs to offer dumps and snapshots to its users: dumps in the background,
 * importing at launch, and snapshots on a schedule.
 */
package org.indexport.lifecycle;
