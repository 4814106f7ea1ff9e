package org.gamelan.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A person who may sign in. */
@Entity
@Table(name = "app_user")
public class User {
  @Id private UUID id;

  @Column(nullable = false)
  private String name;

  @Column(name = "password_hash", nullable = false)
  private String passwordHash;

  @Column(nullable = false)
  private String role;

  @Column(nullable = false)
  private boolean enabled;

  @Column(name = "created_at", nullable = false)
  private Instant createdAt;

  @Version private int version;

  /** For Hibernate. */
  protected User() {}

  User(UUID id, String name, String passwordHash, Role role, Instant createdAt) {
    this.id = id;
    this.name = name;
    this.passwordHash = passwordHash;
    this.role = role.id();
    this.enabled = true;
    this.createdAt = createdAt;
  }

  void changeRole(Role newRole) {
    role = newRole.id();
  }

  void changePassword(String newHash) {
    passwordHash = newHash;
  }

  void enable(boolean on) {
    enabled = on;
  }

  public UUID id() {
    return id;
  }

  public String name() {
    return name;
  }

  /** The encoded PBKDF2 hash; never leaves the server. */
  public String passwordHash() {
    return passwordHash;
  }

  public Role role() {
    return Role.of(role);
  }

  public boolean enabled() {
    return enabled;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** Counted up with each change. */
  public int version() {
    return version;
  }

  boolean isEnabledAdmin() {
    return enabled && role() == Role.ADMIN;
  }

  Caller asCaller() {
    return new Caller(id, name, role(), Optional.empty());
  }

  @Override
  public String toString() {
    return "User " + name + " (" + role + ")";
  }
}
