import { equal } from 'node:assert/strict';
import type { CertificateFiles } from '../../src/testbed/certificates/certificates.ts';
import type { Check } from './check.ts';
import { farEnd } from './far-end.ts';
import { type PushWish, pushingKms } from './pushing-kms.ts';
import type { Surroundings } from './surroundings.ts';

/** TLS and authentication from the KMS to the Collector, by the Collector's own settings and extensions. */
export const SECURITY_CHECKS: readonly Check[] = [
  {
    name: 'TLS: a KMS that trusts the authority of the Collector gets through',
    run: (here) => getsThrough(here, overTls(here), ({ certificates }) => trusting(certificates.authority)),
  },
  {
    name: 'TLS: a KMS that does not know the authority sends nothing, and says why',
    run: (here) => isKeptOut(here, overTls(here), () => ({}), /certificate/i),
  },
  {
    name: 'TLS: a Collector with an expired certificate is sent nothing',
    run: (here) =>
      isKeptOut(
        here,
        overTls(here, here.certificates.badServers.expired),
        ({ certificates }) => trusting(certificates.authority),
        /expired/i,
      ),
  },
  {
    name: 'mutual TLS: a KMS with a certificate of the right authority gets through',
    run: async (here) => {
      const client = await here.certificates.client('kms');
      await getsThrough(here, mutual(here), ({ certificates }) => ({
        ...trusting(certificates.authority),
        client,
      }));
    },
  },
  {
    name: 'mutual TLS: without a certificate nothing is taken',
    run: (here) =>
      isKeptOut(here, mutual(here), ({ certificates }) => trusting(certificates.authority), /UNAVAILABLE/),
  },
  ...authenticated(
    'bearertokenauth',
    { scheme: 'Bearer', token: 'conformance-right' },
    'Bearer conformance-right',
  ),
  ...authenticated(
    'basicauth',
    { htpasswd: { inline: 'kms:conformance-right' } },
    `Basic ${Buffer.from('kms:conformance-right').toString('base64')}`,
  ),
];

function authenticated(extension: string, settings: object, authorization: string): readonly Check[] {
  const asking = (here: Surroundings) => ({
    extensions: { [extension]: settings },
    receivers: {
      otlp: {
        protocols: { grpc: { ...tlsOf(here.certificates.server), auth: { authenticator: extension } } },
      },
    },
    service: { extensions: [extension] },
  });
  const showing =
    (headers: Readonly<Record<string, string>>) =>
    ({ certificates }: Surroundings) => ({ ...trusting(certificates.authority), headers });
  return [
    {
      name: `${extension}: a KMS with the right credential gets through`,
      run: (here) => getsThrough(here, asking(here), showing({ authorization })),
    },
    {
      name: `${extension}: a KMS with a wrong one is kept out, and says so`,
      run: (here) =>
        isKeptOut(here, asking(here), showing({ authorization: `${authorization}x` }), /UNAUTHENTICATED/),
    },
    {
      name: `${extension}: a KMS with none is kept out, and says so`,
      run: (here) => isKeptOut(here, asking(here), showing({}), /UNAUTHENTICATED/),
    },
  ];
}

const tlsOf = ({ certificateFile, keyFile }: CertificateFiles) => ({
  tls: { cert_file: certificateFile, key_file: keyFile, min_version: '1.2' },
});

const overTls = ({ certificates }: Surroundings, shown = certificates.server) => ({
  receivers: { otlp: { protocols: { grpc: tlsOf(shown) } } },
});

function mutual({ certificates: { server, authority } }: Surroundings) {
  const { tls } = tlsOf(server);
  const grpc = { tls: { ...tls, client_ca_file: authority.certificateFile } };
  return { receivers: { otlp: { protocols: { grpc } } } };
}

const trusting = ({ certificateFile }: { readonly certificateFile: string }) => ({
  authorityFile: certificateFile,
});

/** How the KMS is told to push, besides the URL. */
type Told = (here: Surroundings) => Omit<PushWish, 'url'>;

async function between(here: Surroundings, guard: object, told: Told) {
  const far = await farEnd(here);
  const collector = await here.collector({ overlays: [far.overlay, guard] });
  const kms = await pushingKms(here, { url: `https://localhost:${collector.port}`, ...told(here) });
  await kms.serves();
  return { far, kms };
}

async function getsThrough(here: Surroundings, guard: object, told: Told): Promise<void> {
  const { far } = await between(here, guard, told);
  await far.hasAll();
}

async function isKeptOut(here: Surroundings, guard: object, told: Told, says: RegExp): Promise<void> {
  const { far, kms } = await between(here, guard, told);
  await kms.says(says);
  equal(far.isEmpty(), true, 'metrics have come through all the same');
}
