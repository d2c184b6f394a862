/** Reading: which files there are, what each holds, and the hits as envelopes. */
package org.indexport.format.elasticdump.read;
