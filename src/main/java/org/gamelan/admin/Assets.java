package org.gamelan.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.application.Resource;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Addresses of style sheets and scripts. Browsers keep them for days, so each address holds a hash
 * of what stands there: after an upgrade the new one is asked for.
 */
@Named
@ApplicationScoped
public class Assets {
  private static final int HASH_BYTES = 6;

  private final Map<String, String> hashes = new ConcurrentHashMap<>();

  /** The address of a resource of a library, such as {@code gamelan} and {@code app.css}. */
  public String address(String library, String name) {
    Resource resource =
        FacesContext.getCurrentInstance()
            .getApplication()
            .getResourceHandler()
            .createResource(name, library);
    String path = resource.getRequestPath();
    String hash = hashes.computeIfAbsent(library + "/" + name, any -> hash(resource));
    return path + (path.contains("?") ? "&" : "?") + "h=" + hash;
  }

  private static String hash(Resource resource) {
    try (InputStream in = resource.getInputStream()) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
