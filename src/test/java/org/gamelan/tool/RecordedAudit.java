package org.gamelan.tool;

import java.util.ArrayList;
import java.util.List;
import org.gamelan.audit.AuditWriter;
import org.gamelan.event.AuditEntry;

/** Keeps what would have gone into the audit log. */
final class RecordedAudit implements AuditWriter {
  final List<AuditEntry> written = new ArrayList<>();
  final List<AuditEntry> noted = new ArrayList<>();

  @Override
  public void write(AuditEntry entry) {
    written.add(entry);
  }

  @Override
  public void note(AuditEntry entry) {
    noted.add(entry);
  }
}
