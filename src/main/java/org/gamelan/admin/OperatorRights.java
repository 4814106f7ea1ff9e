package org.gamelan.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.Role;

/** Whether somebody may start and steer work; others see no buttons for it. */
@Named
@RequestScoped
public class OperatorRights {
  private CurrentCaller caller;
  private FacesContext faces;

  /** For the container's proxies. */
  protected OperatorRights() {}

  @Inject
  OperatorRights(CurrentCaller caller, FacesContext faces) {
    this.caller = caller;
    this.faces = faces;
  }

  public boolean isGranted() {
    return caller.find().filter(known -> known.role().covers(Role.OPERATOR)).isPresent();
  }

  /** For the beginning of whatever changes something: tells those who may not, and says so. */
  boolean areMissing() {
    if (isGranted()) {
      return false;
    }
    faces.addMessage(
        null,
        new FacesMessage(
            FacesMessage.SEVERITY_ERROR, "Your role may look, but not change anything.", null));
    return true;
  }
}
