/**
 * Orders to validate providers, by JMS. What travels is which claim to carry out; the claim itself
 * is in the database, so orders may get lost or come twice. It knows nothing of how providers are
 * validated.
 */
package org.gamelan.provider.queue;
