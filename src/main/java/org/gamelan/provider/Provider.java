package org.gamelan.provider;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * A place where models are served. Its credential is either sealed in the row, bound to the row's
 * id, or a reference to the environment; never both.
 */
@Entity
@Table(name = "provider")
public class Provider {
  @Id private UUID id;
  private String name;
  private String kind;

  @Column(name = "base_url")
  private String baseUrl;

  private byte[] credential;

  @Column(name = "credential_reference")
  private String credentialReference;

  private String status;

  @Column(name = "status_detail")
  private String statusDetail;

  @Column(name = "validated_at")
  private Instant validatedAt;

  @JdbcTypeCode(SqlTypes.JSON)
  private ProviderLimits limits;

  @JdbcTypeCode(SqlTypes.JSON)
  private JsonNode settings;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  @Column(name = "retired_at")
  private Instant retiredAt;

  @Column(name = "checking_since")
  private Instant checkingSince;

  @Column(name = "check_due_at")
  private Instant checkDueAt;

  @JdbcTypeCode(SqlTypes.JSON)
  private JsonNode steps;

  @JdbcTypeCode(SqlTypes.JSON)
  private JsonNode offered;

  @Version private int version;

  protected Provider() {}

  /** A new one, not validated yet. */
  Provider(UUID id, Instant now) {
    this.id = id;
    this.createdAt = now;
    this.updatedAt = now;
    this.status = "unvalidated";
  }

  /** Takes over what an administrator may set, apart from the credential. */
  void describe(ProviderDraft draft, Instant now) {
    if (!Objects.equals(kind, draft.kind()) || !Objects.equals(baseUrl, draft.baseUrl())) {
      offered = null;
    }
    name = draft.name();
    kind = draft.kind();
    baseUrl = draft.baseUrl();
    limits = draft.limits();
    settings = draft.settings();
    touch(now);
  }

  void sealCredential(byte[] sealed) {
    credential = sealed.clone();
    credentialReference = null;
  }

  void referToCredential(String reference) {
    credential = null;
    credentialReference = reference;
  }

  void dropCredential() {
    credential = null;
    credentialReference = null;
  }

  /** Takes no calls any more; it stays for the models that name it. */
  void retire(Instant now) {
    updatedAt = now;
    retiredAt = now;
    checkingSince = null;
    status = "retired";
    statusDetail =
        "Retired: it takes no calls any more. Saving it again puts it back into service.";
  }

  boolean isRetired() {
    return retiredAt != null;
  }

  private void touch(Instant now) {
    updatedAt = now;
    retiredAt = null;
    status = "unvalidated";
    statusDetail = null;
    validatedAt = null;
    // Ends a validation of what it was before: it counts only under its claim.
    checkingSince = null;
    checkDueAt = now;
    steps = null;
  }

  boolean hasCredential() {
    return credential != null || credentialReference != null;
  }

  UUID id() {
    return id;
  }

  String name() {
    return name;
  }

  String kind() {
    return kind;
  }

  String baseUrl() {
    return baseUrl;
  }

  byte[] credential() {
    return credential == null ? null : credential.clone();
  }

  String credentialReference() {
    return credentialReference;
  }

  ProviderLimits limits() {
    return limits;
  }

  JsonNode settings() {
    return settings;
  }

  int version() {
    return version;
  }

  /** The models it listed when it was last validated, if it was. */
  Optional<List<OfferedModel>> offered() {
    return Optional.ofNullable(offered).map(ValidationRows::offered);
  }

  ProviderView view() {
    return new ProviderView(
        id,
        name,
        kind,
        baseUrl,
        hasCredential(),
        credentialReference,
        status,
        statusDetail,
        validatedAt,
        checkingSince,
        ValidationRows.steps(steps),
        limits == null ? ProviderLimits.NONE : limits,
        settings,
        createdAt,
        updatedAt,
        version);
  }

  @Override
  public String toString() {
    return "Provider[" + name + ", " + kind + "]";
  }
}
