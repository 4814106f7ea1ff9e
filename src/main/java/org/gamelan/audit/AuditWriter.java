package org.gamelan.audit;

import org.gamelan.event.AuditEntry;

/** Takes what the audit log is to keep from whoever has no transaction of their own for it. */
public interface AuditWriter {
  /**
   * Writes an entry; it is durable when this returns.
   *
   * @throws org.gamelan.platform.DatabaseException when it cannot be written: then what it tells of
   *     must not happen
   */
  void write(AuditEntry entry);

  /** Writes an entry soon, together with others. For what leaves nothing behind anyway. */
  void note(AuditEntry entry);
}
