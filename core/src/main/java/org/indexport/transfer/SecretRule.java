package org.indexport.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.indexport.IndexInfo;
import org.indexport.Section.Sensitivity;
import org.indexport.Settings;
import org.indexport.json.JsonEdit;
import org.indexport.json.MalformedJsonException;
import org.indexport.schema.Translation;
import org.indexport.spi.FormatTrait;
import org.jspecify.annotations.Nullable;

/** Whether secrets reach a target, and what is left where they do not. */
final class SecretRule {
  private final boolean kept;
  private final String reason;

  private SecretRule(boolean kept, String reason) {
    this.kept = kept;
    this.reason = reason;
  }

  /** For a dump. */
  static SecretRule of(Selection selection, Set<FormatTrait> traits) {
    return of(selection.secrets(), traits.contains(FormatTrait.SECRETS));
  }

  /** For a live engine, which others can ask. */
  static SecretRule ofEngine(Selection selection) {
    return of(selection.secrets(), false);
  }

  private static SecretRule of(Secrets secrets, boolean keptByTarget) {
    return switch (secrets) {
      case INCLUDED -> new SecretRule(true, "");
      case LEFT_OUT -> new SecretRule(false, "left out, as was asked for");
      case WHERE_KEPT ->
          new SecretRule(keptByTarget, "left out, as this target does not keep secrets for itself");
    };
  }

  /** Whether something of this sensitivity reaches the target. */
  boolean allows(Sensitivity sensitivity) {
    return kept || sensitivity == Sensitivity.OPEN;
  }

  /** Whether an index reaches the target, or its documents are secrets that do not. */
  boolean takes(IndexInfo index) {
    return kept || !index.isSensitive();
  }

  /** Says that an index does not reach the target. */
  String leftOut(IndexInfo index) {
    return "index %s: its documents are secrets and are %s".formatted(index.name(), reason);
  }

  /** Why secrets do not reach the target. */
  String reason() {
    return reason;
  }

  /** An index as the target gets it, and what it loses. */
  Translation<IndexInfo> apply(IndexInfo index) {
    Settings settings = index.settings();
    if (kept || settings == null || settings.secrets().isEmpty()) {
      return new Translation<>(index, List.of());
    }
    List<String> losses = new ArrayList<>();
    Settings open = open(settings, losses);
    return new Translation<>(index.toBuilder().settings(open).build(), losses);
  }

  private @Nullable Settings open(Settings settings, List<String> losses) {
    try {
      String json = JsonEdit.without(settings.json(), settings.secrets());
      for (String secret : settings.secrets()) {
        losses.add("settings: the secret %s is %s".formatted(secret, reason));
      }
      return Settings.of(settings.dialect(), settings.version(), json);
    } catch (MalformedJsonException | IllegalArgumentException e) {
      // All of it is secret, or where the secrets lie cannot be told.
      losses.add("settings: they are secret and " + reason);
      return null;
    }
  }
}
