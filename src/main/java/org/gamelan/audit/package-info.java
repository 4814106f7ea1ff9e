/**
 * The audit log: who did or was refused what, and why. It takes entries from whoever has some to
 * write, chains them by their hashes and reads and verifies them. Knows nothing of what they are
 * about.
 */
package org.gamelan.audit;
