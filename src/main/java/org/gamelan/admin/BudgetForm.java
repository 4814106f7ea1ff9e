package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.gamelan.failure.NotFoundException;
import org.gamelan.provider.Budget;
import org.gamelan.provider.BudgetDraft;
import org.gamelan.provider.Budgets;

/** The form for a new budget, and for one that is changed or removed. */
@Named
@RequestScoped
public class BudgetForm {
  private static final String FORM = "budget-form";
  private static final String LIST = "/usage.xhtml?faces-redirect=true";
  private static final Map<String, String> FIELDS =
      Map.of(
          "name", "name",
          "scope", "scope",
          "subject", "subject",
          "period", "period",
          "unit", "unit",
          "amount", "amount",
          "exhausted", "exhausted");

  private Budgets budgets;
  private AdminRights rights;
  private FacesContext faces;

  private String id;
  private int version;
  private String name;
  private String scope = "all";
  private String subject;
  private String period = "day";
  private String unit = "cost";
  private BigDecimal amount;
  private String exhausted = "fail";

  /** For the container's proxies. */
  protected BudgetForm() {}

  @Inject
  BudgetForm(Budgets budgets, AdminRights rights, FacesContext faces) {
    this.budgets = budgets;
    this.rights = rights;
    this.faces = faces;
  }

  /** Which budget it is comes with the address, and with the form. */
  @PostConstruct
  void begin() {
    id = Parameters.given(faces, "id");
    version =
        Parameters.given(faces, "version").matches("\\d{1,9}")
            ? Integer.parseInt(Parameters.given(faces, "version"))
            : 0;
  }

  /** Fills the form; answers with 404 where there is no such budget. */
  public void open() throws IOException {
    if (isFresh()) {
      return;
    }
    Optional<Budget> known =
        budgets.list().stream().filter(each -> each.id().toString().equals(id)).findFirst();
    if (known.isEmpty()) {
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, "");
      faces.responseComplete();
      return;
    }
    fill(known.get());
  }

  private void fill(Budget budget) {
    version = budget.version();
    name = budget.name();
    scope = budget.scope();
    subject = budget.subject();
    period = budget.period();
    unit = budget.unit();
    amount = Figures.plain(budget.amount());
    exhausted = budget.exhausted();
  }

  public boolean isFresh() {
    return id.isEmpty();
  }

  /** Saves it and goes back to the list; with faults in the form it stays, and says them. */
  public String save() {
    if (rights.areMissing()) {
      return null;
    }
    BudgetDraft draft = new BudgetDraft(name, scope, subject, period, unit, amount, exhausted);
    return faults()
        .attempt(
            () -> isFresh() ? budgets.create(draft) : budgets.update(known().id(), version, draft))
        .map(saved -> LIST)
        .orElse(null);
  }

  /** Removes it with what it has counted; where to go then. */
  public String delete() {
    if (rights.areMissing()) {
      return null;
    }
    return faults()
        .attempt(
            () -> {
              budgets.delete(known().id());
              return LIST;
            })
        .orElse(null);
  }

  private Budget known() {
    return RunIds.parse(id)
        .map(known -> budgets.require(known.toString()))
        .orElseThrow(() -> new NotFoundException("budget", id));
  }

  private FormFaults faults() {
    return new FormFaults(faces, FORM, FIELDS);
  }

  public String getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name == null ? null : name.strip();
  }

  public String getScope() {
    return scope;
  }

  public void setScope(String scope) {
    this.scope = scope;
  }

  public String getSubject() {
    return subject;
  }

  public void setSubject(String subject) {
    this.subject = subject;
  }

  public String getPeriod() {
    return period;
  }

  public void setPeriod(String period) {
    this.period = period;
  }

  public String getUnit() {
    return unit;
  }

  public void setUnit(String unit) {
    this.unit = unit;
  }

  public BigDecimal getAmount() {
    return amount;
  }

  public void setAmount(BigDecimal amount) {
    this.amount = amount;
  }

  public String getExhausted() {
    return exhausted;
  }

  public void setExhausted(String exhausted) {
    this.exhausted = exhausted;
  }
}
