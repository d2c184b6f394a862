/**
 * For authors of formats: the members that the project's own formats share, whatever archive they
 * lie in. {@link org.indexport.layout.MemberNames} gives and reads their names, {@link
 * org.indexport.layout.Blueprint} reads metadata and indexes out of a {@link
 * org.indexport.layout.MemberInput}, and sections go through {@link
 * org.indexport.layout.SectionOutput} and {@link org.indexport.layout.MemberSection}.
 */
package org.indexport.layout;
