package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.security.KeyRotation;
import org.gamelan.security.KeysRotated;
import org.gamelan.security.Role;

/** The master key that protects stored secrets. */
@Path("/keys")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Master key", description = "The key that protects stored secrets.")
public class KeysResource {
  private KeyRotation rotation;
  private Event<KeysRotated> rotated;

  /** For the container's proxies. */
  protected KeysResource() {}

  @Inject
  KeysResource(KeyRotation rotation, Event<KeysRotated> rotated) {
    this.rotation = rotation;
    this.rotated = rotated;
  }

  @POST
  @Path("/rotation")
  @RolesAllowed(Role.ADMIN_NAME)
  @Operation(
      summary = "Encrypts all stored secrets anew",
      description =
          "A key in the data folder is replaced by a new one. Keys in `GAMELAN_MASTER_KEY` stay as"
              + " they are; everything comes under the first of them.")
  @APIResponse(responseCode = "409", description = "A rotation is under way.")
  public KeysRotated rotate() {
    KeysRotated news = rotation.rotate();
    rotated.fire(news);
    return news;
  }
}
