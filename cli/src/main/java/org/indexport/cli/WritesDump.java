package org.indexport.cli;

/** A command whose output is of use only as a whole. */
interface WritesDump {}
