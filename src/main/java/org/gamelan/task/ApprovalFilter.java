package org.gamelan.task;

import java.util.Set;
import java.util.UUID;

/**
 * Which approvals are wanted.
 *
 * @param statuses the states, or empty for all
 * @param task of this task only, or null for all
 * @param stage of stages of this name only, or null for all
 */
public record ApprovalFilter(Set<ApprovalStatus> statuses, UUID task, String stage) {
  public static final ApprovalFilter PENDING =
      new ApprovalFilter(Set.of(ApprovalStatus.PENDING), null, null);

  public ApprovalFilter {
    statuses = Set.copyOf(statuses);
  }

  public static ApprovalFilter pendingOf(UUID task) {
    return new ApprovalFilter(Set.of(ApprovalStatus.PENDING), task, null);
  }
}
