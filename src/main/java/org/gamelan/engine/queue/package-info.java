/**
 * Wake-ups by JMS. What travels is a hint that a stage run is ready; everything else is in the
 * database. No session, connection or transaction outlives the moment of sending or receiving.
 */
package org.gamelan.engine.queue;
