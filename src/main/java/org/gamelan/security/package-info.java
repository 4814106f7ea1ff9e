/**
 * Who may do what, and how secrets are kept: users, keys, roles, encryption at rest. Knows nothing
 * of what is protected; the doors ask it.
 */
package org.gamelan.security;
