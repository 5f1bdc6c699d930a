package io.vgi.rpc.internal.wire;

/** The metadata keys of the RPC layer. */
public final class MetadataKeys {
  public static final String METHOD = "vgi_rpc.method";
  public static final String REQUEST_VERSION = "vgi_rpc.request_version";
  public static final String PROTOCOL = "vgi_rpc.protocol";
  public static final String PROTOCOL_VERSION = "vgi_rpc.protocol_version";
  public static final String REQUEST_ID = "vgi_rpc.request_id";
  public static final String SERVER_ID = "vgi_rpc.server_id";
  public static final String LOG_LEVEL = "vgi_rpc.log_level";
  public static final String LOG_MESSAGE = "vgi_rpc.log_message";
  public static final String LOG_EXTRA = "vgi_rpc.log_extra";
  public static final String ERROR_CODE = "vgi_rpc.error_code";
  public static final String ERROR_KIND = "vgi_rpc.error_kind";
  public static final String ERROR_DETAILS = "vgi_rpc.error_details";
  public static final String STREAM_STATE = "vgi_rpc.stream_state#b64";
  public static final String CALL_STATE = "vgi_rpc.call_state#b64";
  public static final String CANCEL = "vgi_rpc.cancel";
  public static final String LOCATION = "vgi_rpc.location";
  public static final String LOCATION_SHA256 = "vgi_rpc.location.sha256";
  public static final String LOCATION_SOURCE = "vgi_rpc.location.source";
  public static final String LOCATION_FETCH_MS = "vgi_rpc.location.fetch_ms";
  public static final String SHM_SEGMENT_NAME = "vgi_rpc.shm_segment_name";
  public static final String SHM_OFFSET = "vgi_rpc.shm_offset";
  public static final String SHM_LENGTH = "vgi_rpc.shm_length";
  public static final String SHM_SOURCE = "vgi_rpc.shm_source";
  public static final String TRANSPORT_SHM = "vgi_rpc.transport.shm";

  /** The level that marks an error batch. */
  public static final String EXCEPTION = "EXCEPTION";

  /** The one framing version there is. */
  public static final String FRAMING = "1";

  private MetadataKeys() {}
}
