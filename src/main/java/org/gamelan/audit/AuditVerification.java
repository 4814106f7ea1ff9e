package org.gamelan.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What came of checking a stretch of the chain.
 *
 * @param intact whether nothing was found wrong in it
 * @param from the first row that was to be checked
 * @param checked how many rows were
 * @param next the row to go on with, or null when the end was reached
 * @param brokenAt the first row that is wrong or missing, or null
 * @param problem what is wrong with it, or null
 * @param headSeq the number of the last row there has to be
 * @param headHash its hash: kept elsewhere, it proves later that nothing before it was changed
 */
@Schema(name = "AuditVerification")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AuditVerification(
    boolean intact,
    long from,
    long checked,
    Long next,
    Long brokenAt,
    String problem,
    long headSeq,
    String headHash) {}
