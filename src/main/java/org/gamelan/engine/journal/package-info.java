/**
 * The engine's journal in PostgreSQL: plain SQL on one connection, few round trips, many runs in
 * one statement. It decides nothing; it makes true what the engine decided.
 */
package org.gamelan.engine.journal;
