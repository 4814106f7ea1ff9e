/**
 * Folders that tasks read and, later, write: source folders given by path or git URL as read-only
 * views, with every escape refused. Knows nothing of tools or agents.
 */
package org.gamelan.workspace;
