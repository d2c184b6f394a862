/**
 * The container of format v2: named members of any bytes in an ordinary {@code .tar.zst}, or in a
 * folder, of which each large one can be read alone. It knows nothing of dumps. The text that
 * counts is {@code docs/format/v2.md}.
 *
 * <p>{@link org.indexport.format.v2.container.ContainerWriter} writes one, {@link
 * org.indexport.format.v2.container.Container} reads at random, {@link
 * org.indexport.format.v2.container.MemberReader} in order, and {@link
 * org.indexport.format.v2.container.Salvage} what is left of a damaged one.
 */
package org.indexport.format.v2.container;
