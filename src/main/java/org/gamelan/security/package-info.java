/**
 * Who may come in and what they may do: people, their passwords and API keys, roles, sign-in with
 * its limits, and the secrets kept at rest. Knows nothing of tasks, agents or any page; how a
 * request carries credentials is the business of the child {@code http}.
 */
package org.gamelan.security;
