import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { Conversation, Handshake } from './conversation.ts';
import { connectionKey } from './open-connections.ts';
import type { CertificateVariant } from './script/step.ts';

/** PEM. */
export interface KeyedCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** What a collector over TLS has to show. */
export interface ServerCertificates {
  readonly good: KeyedCertificate;
  readonly bad: Readonly<Record<Exclude<CertificateVariant, 'client-demanded'>, KeyedCertificate>>;
  /** PEM of the authority of client certificates. */
  readonly clientAuthority: string;
  /** Every client must show a certificate of that authority. */
  readonly demandsClient?: boolean;
}

/** RFC 8996: TLS 1.0 and 1.1 must not be used. */
const MIN_VERSION = 'TLSv1.2';

/** Takes TLS off accepted connections, each shown what the script says, and notes how each handshake went. */
export function tlsTerminator(
  { good, bad, clientAuthority, demandsClient = false }: ServerCertificates,
  conversation: Conversation,
  serve: (socket: Socket) => void,
): (socket: Socket, number: number) => void {
  const underWay = new Map<string, Handshake>();
  const ended = (handshake: Handshake, outcome: 'done' | 'failed', reason?: string): void => {
    if (handshake.outcome !== 'under way') return;
    handshake.outcome = outcome;
    handshake.reason = reason;
    conversation.changed();
  };
  const serverFor = (variant: CertificateVariant | undefined): Server => {
    const demands = demandsClient || variant === 'client-demanded';
    const shown = variant === undefined || variant === 'client-demanded' ? good : bad[variant];
    return createServer({
      cert: shown.certificate,
      key: shown.key,
      ca: clientAuthority,
      minVersion: MIN_VERSION,
      requestCert: demands,
      rejectUnauthorized: demands,
      ALPNProtocols: ['h2'],
    })
      .on('secureConnection', (socket) => {
        const handshake = underWay.get(connectionKey(socket));
        if (handshake === undefined) return;
        handshake.serverName = socket.servername || undefined;
        handshake.client = commonName(socket);
        ended(handshake, 'done');
        serve(socket);
      })
      .on('tlsClientError', ({ message }, socket) => {
        const handshake = underWay.get(connectionKey(socket));
        if (handshake !== undefined) ended(handshake, 'failed', message);
      });
  };
  const servers = new Map<CertificateVariant | undefined, Server>();
  return (raw, number) => {
    const variant = conversation.nextCertificate();
    const server = servers.get(variant) ?? serverFor(variant);
    servers.set(variant, server);
    const handshake: Handshake = {
      number,
      variant,
      serverName: undefined,
      outcome: 'under way',
      reason: undefined,
      client: undefined,
    };
    const key = connectionKey(raw);
    underWay.set(key, handshake);
    raw.once('close', () => {
      underWay.delete(key);
      ended(handshake, 'failed', 'the client hung up');
    });
    conversation.shake(handshake);
    server.emit('connection', raw);
  };
}

function commonName(socket: TLSSocket): string | undefined {
  const { subject } = socket.getPeerCertificate();
  const name: unknown = subject?.CN;
  return typeof name === 'string' ? name : undefined;
}
