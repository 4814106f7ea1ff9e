/**
 * Tasks as their owners see them: creating, finding, following and steering them. It decides what a
 * task is pinned to and hands it to the engine; how stages run is not its business.
 */
package org.gamelan.task;
