import type { StartRequest } from '../target.ts';
import type { Placeholders } from './template.ts';

/** A start request in the words of the templates. */
export function placeholdersOf(request: StartRequest): Placeholders {
  const { url, tls, hsm, cache, folder, keyEncryptionKey, intervalMs } = request;
  const isBy = (...ways: readonly string[]) => (ways.includes(url.by) ? 'true' : undefined);
  return {
    otlp_url: url.by === 'nothing' ? undefined : url.url,
    otlp_by_flag: isBy('flag', 'everything'),
    otlp_flag: url.by === 'flag' ? url.flag : isBy('everything') && '--otlp',
    otlp_by_environment: isBy('environment', 'everything'),
    otlp_by_file: isBy('file', 'everything'),
    metering: isBy('everything'),
    interval_ms: intervalMs === undefined ? undefined : `${intervalMs}`,
    http_port: `${request.port}`,
    listen_host: request.listenOn ?? '127.0.0.1',
    folder,
    config_file: `${folder}/kms.conf`,
    tokens_file: `${folder}/tokens.toml`,
    certificate_file: tls?.certificateFile,
    key_file: tls?.keyFile,
    client_ca_file: tls?.clientAuthorityFile,
    socket_port: tls === undefined ? undefined : `${tls.socketPort}`,
    hsm_slot: hsm === undefined ? undefined : `${hsm.slot}`,
    hsm_pin: hsm?.pin,
    kek: keyEncryptionKey,
    otlp_ca_file: request.push?.authorityFile,
    otlp_client_certificate_file: request.push?.client?.certificateFile,
    otlp_client_key_file: request.push?.client?.keyFile,
    otlp_headers: request.push?.headers,
    otlp_timeout_ms: request.push?.timeoutMs === undefined ? undefined : `${request.push.timeoutMs}`,
    cache_off: cache === undefined ? 'true' : undefined,
    cache_minutes: cache === undefined ? undefined : `${cache.idleSeconds / 60}`,
    cache_entries: cache === undefined ? undefined : `${cache.maxEntries}`,
  };
}
