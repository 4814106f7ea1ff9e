package org.gamelan.api.rest;

import jakarta.annotation.Priority;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;

/** Holds every resource method to its rule. One without a rule is closed to everybody. */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class AccessRules implements ContainerRequestFilter {
  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    List<String> roles =
        rolesOf(resource.getResourceMethod(), resource.getResourceClass()).orElse(List.of());
    if (roles.isEmpty() && request.getMethod().equals(HttpMethod.OPTIONS)) {
      return; // Which methods a path knows is no secret from who is signed in.
    }
    SecurityContext caller = request.getSecurityContext();
    if (roles.stream().noneMatch(caller::isUserInRole)) {
      throw RestException.forbidden(
          roles.isEmpty()
              ? "Nobody may do this."
              : "This takes the role " + String.join(" or ", roles) + ".");
    }
  }

  /** The roles that may call a method; empty when there is no rule. */
  static Optional<List<String>> rolesOf(Method method, Class<?> type) {
    if (method == null) {
      return Optional.empty();
    }
    RolesAllowed own = method.getAnnotation(RolesAllowed.class);
    RolesAllowed all = type.getAnnotation(RolesAllowed.class);
    if (own != null || all != null) {
      return Optional.of(List.of((own != null ? own : all).value()));
    }
    return Optional.empty();
  }
}
