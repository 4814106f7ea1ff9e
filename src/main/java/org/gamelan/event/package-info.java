/**
 * The one event log: what happened, stored in the transaction in which it happened, and read in
 * commit order by everybody who wants news. Knows nothing of what the events mean.
 */
package org.gamelan.event;
