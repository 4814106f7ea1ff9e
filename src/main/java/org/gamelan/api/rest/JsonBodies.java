package org.gamelan.api.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Locale;
import org.gamelan.json.Json;

/** Reads and writes JSON bodies with Gamelan's own mapper. */
@Provider
@Priority(Priorities.USER - 1000)
@Consumes({"application/json", "application/*+json"})
@Produces({"application/json", "application/*+json"})
public class JsonBodies implements MessageBodyReader<Object>, MessageBodyWriter<Object> {

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return isOurs(type);
  }

  @Override
  public Object readFrom(
      Class<Object> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    String charset = mediaType.getParameters().get(MediaType.CHARSET_PARAMETER);
    if (charset != null && !charset.toLowerCase(Locale.ROOT).equals("utf-8")) {
      throw RestException.unsupportedMediaType("JSON has to come in UTF-8.");
    }
    return StrictJson.read(body.readAllBytes(), genericType);
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return isOurs(type);
  }

  @Override
  public void writeTo(
      Object value,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream body)
      throws IOException {
    // First in memory: a failure while writing can then still become a problem.
    body.write(Json.mapper().writeValueAsBytes(value));
  }

  private static boolean isOurs(Class<?> type) {
    return type != byte[].class
        && type != String.class
        && !InputStream.class.isAssignableFrom(type);
  }
}
