import { mkdir, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { keepSecret } from '../secrets.ts';
import type { IssuedCertificate, Validity, Wish } from './authority.ts';

/** A certificate with its key, as PEM and as the files that hold it. */
export interface CertificateFiles extends IssuedCertificate {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** What can be wrong with a certificate of a server or a client alike. */
export type Flaw = 'expired' | 'notYetValid' | 'unknownAuthority' | 'selfSigned';

export interface Certificates {
  /** The authority that vouches for `server` and every `client`. */
  readonly authority: { readonly certificate: string; readonly certificateFile: string };
  /** For localhost, 127.0.0.1 and ::1. */
  readonly server: CertificateFiles;
  /** A good certificate for a common name, always the same for the same name. */
  client(commonName: string): Promise<CertificateFiles>;
  /** Servers that a client must not trust. `wrongHost` is good in all but the name of its host. */
  readonly badServers: Readonly<Record<Flaw | 'wrongHost', CertificateFiles>>;
  /** Clients that a server must not trust, all with the common name `mallory`. `serverUse` is for servers only. */
  readonly badClients: Readonly<Record<Flaw | 'serverUse', CertificateFiles>>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The name in every bad client certificate: it must turn up nowhere. */
export const BAD_CLIENT = 'mallory';

/**
 * Makes an authority, good certificates and a zoo of bad ones, anew on every call, and writes them into a folder.
 * The folder holds private keys: a temporary one, never one that is committed.
 * @param further host, name or address, that the server is good for
 */
export const createCertificates = async (
  folder: string,
  nowMs = Date.now(),
  further?: string,
): Promise<Certificates> => {
  // Loaded here, because it takes a third of a second that runs without TLS need not spend.
  const { newAuthority, selfSigned } = await import('./authority.ts');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const day = validityAround(nowMs);
  const authority = await newAuthority('kms-otlp-testbed test authority', allOf(nowMs));
  const stranger = await newAuthority('an authority nobody knows', day);
  const write = (name: string, issued: Promise<IssuedCertificate>) => writeFiles(folder, name, issued);
  const clients = new Map<string, Promise<CertificateFiles>>();

  const zoo = async (kind: string, wish: Wish): Promise<Record<Flaw, CertificateFiles>> => ({
    expired: await write(`${kind}-expired`, authority.issue({ ...wish, validity: yesterday(nowMs) })),
    notYetValid: await write(
      `${kind}-not-yet-valid`,
      authority.issue({ ...wish, validity: tomorrow(nowMs) }),
    ),
    unknownAuthority: await write(`${kind}-unknown-authority`, stranger.issue(wish)),
    selfSigned: await write(`${kind}-self-signed`, selfSigned(wish)),
  });

  const host = { use: 'server', commonName: 'localhost', validity: day } as const;
  const hosts = [...new Set(['localhost', '127.0.0.1', '::1', ...(further === undefined ? [] : [further])])];
  const here = {
    ...host,
    dnsNames: hosts.filter((name) => isIP(name) === 0),
    addresses: hosts.filter((name) => isIP(name) !== 0),
  };
  const badClient = { use: 'client', commonName: BAD_CLIENT, validity: day } as const;
  const authorityFile = join(folder, 'authority.pem');
  await writeFile(authorityFile, authority.certificate);
  return {
    authority: { certificate: authority.certificate, certificateFile: authorityFile },
    server: await write('server', authority.issue(here)),
    client: (commonName) => {
      const known = clients.get(commonName);
      if (known !== undefined) return known;
      const made = write(
        `client-${clients.size + 1}`,
        authority.issue({ use: 'client', commonName, validity: day }),
      );
      clients.set(commonName, made);
      return made;
    },
    badServers: {
      ...(await zoo('server', here)),
      wrongHost: await write('server-wrong-host', authority.issue({ ...host, dnsNames: ['kms.invalid'] })),
    },
    badClients: {
      ...(await zoo('client', badClient)),
      serverUse: await write('client-server-use', authority.issue({ ...badClient, use: 'server' })),
    },
  };
};

const writeFiles = async (
  folder: string,
  name: string,
  issued: Promise<IssuedCertificate>,
): Promise<CertificateFiles> => {
  const { certificate, key } = await issued;
  const files = { certificateFile: join(folder, `${name}.pem`), keyFile: join(folder, `${name}.key`) };
  await writeFile(files.certificateFile, certificate);
  await writeFile(files.keyFile, keepSecret(key), { mode: 0o600 });
  return { certificate, key, ...files };
};

const between = (nowMs: number, fromMs: number, toMs: number): Validity => ({
  from: new Date(nowMs + fromMs),
  to: new Date(nowMs + toMs),
});
/** Begins in the past, because clocks of two machines differ. */
const validityAround = (nowMs: number): Validity => between(nowMs, -HOUR_MS, DAY_MS);
const yesterday = (nowMs: number): Validity => between(nowMs, -DAY_MS, -HOUR_MS);
const tomorrow = (nowMs: number): Validity => between(nowMs, HOUR_MS, DAY_MS);
/** Covers the ones above, so that they are bad for one reason only. */
const allOf = (nowMs: number): Validity => between(nowMs, -2 * DAY_MS, 2 * DAY_MS);
