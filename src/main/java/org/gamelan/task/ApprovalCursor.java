package org.gamelan.task;

import java.util.UUID;

/**
 * The place behind an approval in the list of them.
 *
 * @param pending whether it was pending when it was listed
 * @param id its id
 */
public record ApprovalCursor(boolean pending, UUID id) {}
