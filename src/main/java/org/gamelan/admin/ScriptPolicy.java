package org.gamelan.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.primefaces.context.PrimeFacesContext;

/**
 * The word by which this page's own scripts are known to the browser. A form that is sent as a
 * whole has to bring it back, or PrimeFaces refuses to draw the page again; where PrimeFaces'
 * scripts are on a page, they see to that.
 */
@Named
@RequestScoped
public class ScriptPolicy {
  private FacesContext faces;

  /** For the container's proxies. */
  protected ScriptPolicy() {}

  @Inject
  ScriptPolicy(FacesContext faces) {
    this.faces = faces;
  }

  public String getNonce() {
    return PrimeFacesContext.getCspState(faces).getNonce();
  }
}
