package org.gamelan.manifest;

import io.pebbletemplates.pebble.error.LoaderException;
import io.pebbletemplates.pebble.loader.Loader;
import java.io.Reader;

/** Loads nothing: a template is what it says itself. */
final class NoLoader implements Loader<String> {
  @Override
  public Reader getReader(String name) {
    throw new LoaderException(null, "A template cannot load another one");
  }

  @Override
  public void setCharset(String charset) {
    // Nothing is read.
  }

  @Override
  public void setPrefix(String prefix) {
    // Nothing is read.
  }

  @Override
  public void setSuffix(String suffix) {
    // Nothing is read.
  }

  @Override
  public String resolveRelativePath(String relativePath, String anchorPath) {
    return relativePath;
  }

  @Override
  public String createCacheKey(String templateName) {
    return templateName;
  }

  @Override
  public boolean resourceExists(String templateName) {
    return false;
  }
}
