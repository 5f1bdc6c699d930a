package io.vgi.http.internal.server;

import io.undertow.util.HttpString;

/** The names of the headers that the protocol adds to HTTP. */
final class Headers {
  static final HttpString RESPONSE_LIMIT_SUPPORT =
      new HttpString("VGI-Accept-Max-Response-Bytes-Support");
  static final HttpString RESPONSE_LIMIT = new HttpString("VGI-Accept-Max-Response-Bytes");
  static final HttpString CODINGS = new HttpString("VGI-Supported-Encodings");
  static final HttpString EXTERNAL = new HttpString("VGI-Externalization-Enabled");
  static final HttpString UPLOADS = new HttpString("VGI-Upload-URL-Support");
  static final HttpString MAX_UPLOAD = new HttpString("VGI-Max-Upload-Bytes");
  static final HttpString MAX_EXTERNAL = new HttpString("VGI-Max-Externalized-Response-Bytes");
  static final HttpString MAX_REQUEST = new HttpString("VGI-Max-Request-Bytes");
  static final HttpString MAX_RESPONSE = new HttpString("VGI-Max-Response-Bytes");
  static final HttpString REQUEST_ID = new HttpString("X-Request-ID");
  static final HttpString RPC_ERROR = new HttpString("X-VGI-RPC-Error");
  static final HttpString ACCEPT_CODING = new HttpString("X-VGI-Accept-Encoding");
  static final HttpString OWN_CODING = new HttpString("X-VGI-Content-Encoding");
  static final HttpString AUTH_REASON = new HttpString("VGI-Auth-Reason");
  static final HttpString PROXY_REQUIRED = new HttpString("VGI-Auth-Proxy-Required");

  private Headers() {}
}
