package org.gamelan.security;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a person or key may do. Each role may do everything the roles before it may. */
public enum Role {
  /** Sees everything, changes nothing. */
  VIEWER,
  /** Also starts, stops and decides tasks and changes agents. */
  OPERATOR,
  /** Also manages providers, people, keys and settings. */
  ADMIN;

  /** The names, for annotations. */
  public static final String VIEWER_NAME = "viewer";

  public static final String OPERATOR_NAME = "operator";
  public static final String ADMIN_NAME = "admin";

  /** The name used in the API and in the database. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether this role may do what the other one may. */
  public boolean covers(Role other) {
    return compareTo(other) >= 0;
  }

  /** The lesser of the two. */
  public Role atMost(Role other) {
    return covers(other) ? other : this;
  }

  /** The names of this role and of all it covers, as the container's role checks want them. */
  public Set<String> groups() {
    return Arrays.stream(values())
        .filter(this::covers)
        .map(Role::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  public static Optional<Role> find(String id) {
    return Arrays.stream(values()).filter(role -> role.id().equals(id)).findFirst();
  }

  /** Reads a stored or written name. */
  @JsonCreator
  public static Role of(String id) {
    return find(id)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown role '" + id + "'; known: viewer, operator, admin"));
  }
}
