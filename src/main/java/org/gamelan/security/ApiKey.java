package org.gamelan.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A key with which programs act for a person. Only its hash is stored. */
@Entity
@Table(name = "api_key")
public class ApiKey {
  @Id private UUID id;

  @ManyToOne(fetch = FetchType.EAGER, optional = false)
  @JoinColumn(name = "user_id", nullable = false)
  private User user;

  @Column(nullable = false)
  private String name;

  @Column(nullable = false)
  private String prefix;

  @Column(nullable = false, unique = true)
  private byte[] hash;

  @Column(nullable = false)
  private String role;

  @Column(name = "created_at", nullable = false)
  private Instant createdAt;

  @Column(name = "expires_at")
  private Instant expiresAt;

  @Column(name = "revoked_at")
  private Instant revokedAt;

  @Column(name = "last_used_at", insertable = false, updatable = false)
  private Instant lastUsedAt;

  /** For Hibernate. */
  protected ApiKey() {}

  ApiKey(
      UUID id,
      User user,
      String name,
      KeyText key,
      Role role,
      Instant createdAt,
      Optional<Instant> expiresAt) {
    this.id = id;
    this.user = user;
    this.name = name;
    this.prefix = key.prefix();
    this.hash = key.hash();
    this.role = role.id();
    this.createdAt = createdAt;
    this.expiresAt = expiresAt.orElse(null);
  }

  /** Ends the key for ever; a second time changes nothing. */
  void revoke(Instant now) {
    if (revokedAt == null) {
      revokedAt = now;
    }
  }

  boolean isUsableAt(Instant now) {
    return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt)) && user.enabled();
  }

  Caller asCaller() {
    return new Caller(user.id(), user.name(), role().atMost(user.role()), Optional.of(id));
  }

  public UUID id() {
    return id;
  }

  public User user() {
    return user;
  }

  public String name() {
    return name;
  }

  /** The first characters of the key, by which its owner knows it again. */
  public String prefix() {
    return prefix;
  }

  public Role role() {
    return Role.of(role);
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  public Optional<Instant> revokedAt() {
    return Optional.ofNullable(revokedAt);
  }

  /** When it was last used, to the minute. */
  public Optional<Instant> lastUsedAt() {
    return Optional.ofNullable(lastUsedAt);
  }

  /** {@code active}, {@code expired} or {@code revoked}. */
  public String statusAt(Instant now) {
    if (revokedAt != null) {
      return "revoked";
    }
    return expiresAt != null && !now.isBefore(expiresAt) ? "expired" : "active";
  }

  @Override
  public String toString() {
    return "ApiKey " + prefix + "… of " + user.name();
  }
}
