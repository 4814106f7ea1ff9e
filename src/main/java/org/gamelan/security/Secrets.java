package org.gamelan.security;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.subtle.Hkdf;
import com.google.crypto.tink.util.SecretBytes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;

/**
 * Encrypts what has to be read again, such as credentials of providers: AES-256-GCM under a key
 * derived from {@code gamelan.master.key}, which may name several. Each secret is bound to its
 * place: moved to another row, it cannot be opened.
 */
@ApplicationScoped
public class Secrets {
  /** A master key has at least this many characters. */
  public static final int MIN_KEY_LENGTH = 16;

  private static final byte[] PURPOSE = "gamelan secrets v1".getBytes(StandardCharsets.UTF_8);

  private volatile List<String> keys;
  private volatile Aead aead;

  protected Secrets() {
    this(Optional.empty());
  }

  /**
   * @param masterKey any text with enough randomness, such as 32 random bytes in Base64; or several
   *     with commas between them: the first one seals, all of them open
   */
  @Inject
  public Secrets(@ConfigProperty(name = "gamelan.master.key") Optional<String> masterKey) {
    this.keys = parse(masterKey.orElse(""));
  }

  private static List<String> parse(String text) {
    return distinct(Arrays.asList(text.split("[,\\n]", -1)));
  }

  private static List<String> distinct(List<String> keys) {
    return keys.stream().map(String::strip).filter(key -> !key.isEmpty()).distinct().toList();
  }

  /** Puts other keys into force at once: the first one seals, all of them open. */
  synchronized void use(List<String> others) {
    List<String> next = distinct(others);
    aead = create(next);
    keys = next;
  }

  /** Whether these are the keys in force. */
  boolean isUnder(List<String> others) {
    return keys.equals(distinct(others));
  }

  /**
   * Encrypts a text.
   *
   * @param place what the secret belongs to, such as {@code provider:ID}; the same is needed to
   *     open it
   */
  public byte[] seal(String text, String place) {
    try {
      return aead().encrypt(bytes(text), bytes(place));
    } catch (GeneralSecurityException e) {
      throw new GamelanException(FailureKind.INTERNAL, "Cannot encrypt a secret.", e);
    }
  }

  /**
   * Decrypts what {@link #seal} made.
   *
   * @throws GamelanException when it was made under another key or for another place
   */
  public String open(byte[] sealed, String place) {
    try {
      return new String(aead().decrypt(sealed, bytes(place)), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new GamelanException(
          FailureKind.INTERNAL,
          "Cannot decrypt a secret: it was stored under another master key, or moved. Set"
              + " GAMELAN_MASTER_KEY to the key it was stored under.",
          e);
    }
  }

  /** Whether something was sealed under this key, for this place. */
  boolean canOpen(byte[] sealed, String place) {
    try {
      aead().decrypt(sealed, bytes(place));
      return true;
    } catch (GeneralSecurityException otherKeyOrPlace) {
      return false;
    }
  }

  private Aead aead() {
    Aead ready = aead;
    if (ready == null) {
      ready = createOnce();
    }
    return ready;
  }

  private synchronized Aead createOnce() {
    if (aead == null) {
      aead = create(keys);
    }
    return aead;
  }

  private static Aead create(List<String> keys) {
    if (keys.isEmpty() || keys.stream().anyMatch(key -> key.length() < MIN_KEY_LENGTH)) {
      throw new GamelanException(
          FailureKind.INTERNAL,
          "Secrets need a master key of at least "
              + MIN_KEY_LENGTH
              + " characters: set GAMELAN_MASTER_KEY. Commas separate several keys.");
    }
    try {
      AeadConfig.register();
      KeysetHandle.Builder handle = KeysetHandle.newBuilder();
      for (String key : keys) {
        KeysetHandle.Builder.Entry entry = entry(key);
        handle.addEntry(key.equals(keys.get(0)) ? entry.makePrimary() : entry);
      }
      return handle.build().getPrimitive(RegistryConfiguration.get(), Aead.class);
    } catch (GeneralSecurityException e) {
      throw new GamelanException(FailureKind.INTERNAL, "Encryption is not available.", e);
    }
  }

  @AccessesPartialKey // the key is derived here, never read back
  private static KeysetHandle.Builder.Entry entry(String masterKey)
      throws GeneralSecurityException {
    byte[] derived = Hkdf.computeHkdf("HmacSha256", bytes(masterKey), new byte[0], PURPOSE, 36);
    byte[] key = Arrays.copyOf(derived, 32);
    // The id comes from the key, so that secrets tell which of several keys they need.
    int id = (ByteBuffer.wrap(derived, 32, 4).getInt() & 0x7fffffff) | 1;
    AesGcmParameters parameters =
        AesGcmParameters.builder()
            .setKeySizeBytes(32)
            .setIvSizeBytes(12)
            .setTagSizeBytes(16)
            .setVariant(AesGcmParameters.Variant.TINK)
            .build();
    AesGcmKey aesKey =
        AesGcmKey.builder()
            .setParameters(parameters)
            .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
            .setIdRequirement(id)
            .build();
    return KeysetHandle.importKey(aesKey).withFixedId(id);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
