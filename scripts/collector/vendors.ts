import { deepEqual, equal } from 'node:assert/strict';
import { join } from 'node:path';
import { decodeMetrics } from '../../src/otlp/decode.ts';
import type { MetricsRequest } from '../../src/otlp/model.ts';
import { eventually } from '../smoke-stack/eventually.ts';
import type { Check } from './check.ts';
import type { Collector } from './collector.ts';
import { forward } from './forward.ts';
import { CONTRACT } from './kms.ts';
import { type Pushed, pushedBy } from './pushed.ts';
import type { Surroundings } from './surroundings.ts';
import { namesIn, temporalitiesIn, totalsOf } from './totals.ts';
import { type Delivery, type VendorStandIn, vendorStandIn } from './vendor-stand-in.ts';
import { KEY, VENDORS, type Vendor } from './vendor-table.ts';

const FOLDER = join(import.meta.dirname, '../../deploy/vendors');
const ARRIVAL_LIMIT_MS = 60_000;

/** What a vendor knows of a KMS: all of it, as this vendor wants it. */
export const VENDOR_CHECKS: readonly Check[] = VENDORS.flatMap((vendor) => [
  {
    name: `${vendor.file}: the vendor has all eighteen, as it wants them`,
    run: (here) => arrives(here, vendor),
  },
  {
    name: `${vendor.file}: a wrong key is refused, and the Collector says so`,
    run: (here) => isRefused(here, vendor),
  },
  {
    name: `${vendor.file}: nothing goes to a host that cannot be trusted`,
    run: (here) => isNotTrusted(here, vendor),
  },
]);

const NAMES = CONTRACT.instruments.map(({ name }) => name).toSorted();

async function arrives(here: Surroundings, vendor: Vendor): Promise<void> {
  const { collector, standIn } = await between(here, vendor, KEY, TRUSTING);
  // A KMS that starts after it: of what was counted before, cumulativetodelta passes on nothing.
  const pushed = await pushedBy(join(here.folder, vendor.file));
  await forward(collector, pushed);
  const metrics = () =>
    standIn.deliveries.filter(({ path, body }) => isOfMetrics(vendor, path) && body.length > 0);
  await eventually({
    ask: async () => problemWith(vendor, metrics(), pushed),
    wanted: (problem) => problem === undefined,
    what: `the vendor of ${vendor.file} to have what was pushed`,
    limitMs: ARRIVAL_LIMIT_MS,
    signal: here.signal,
  });
  for (const { method, headers, isLetIn } of metrics()) {
    equal(method, 'POST');
    equal(headers['content-type'], vendor.type);
    equal(headers['content-encoding'], vendor.compression);
    equal(isLetIn, true, 'the credential is not the one that was configured');
  }
  const lost = /Dropping data|Exporting failed/.exec(collector.log());
  if (lost !== null) throw new Error(`the Collector says: ${lineAt(collector.log(), lost.index)}`);
}

const isOfMetrics = ({ paths }: Vendor, path: string): boolean => paths.includes(path);

/** What is missing still; undefined = nothing. */
function problemWith(vendor: Vendor, deliveries: readonly Delivery[], pushed: Pushed): string | undefined {
  const paths = [...new Set(deliveries.map(({ path }) => path))];
  const unasked = vendor.paths.find((path) => !paths.includes(path));
  if (unasked !== undefined) return `nothing came to ${unasked}`;
  if (vendor.temporality === undefined) {
    const missing = NAMES.filter((name) => !deliveries.some(({ body }) => body.includes(name)));
    return missing.length === 0 ? undefined : `without ${missing.join(', ')}`;
  }
  const requests = deliveries.map(({ body }): MetricsRequest => decodeMetrics(body).request);
  const sent = pushed.map(({ request }) => request);
  return wrongIn(() => {
    deepEqual(namesIn(requests), NAMES);
    deepEqual(temporalitiesIn(requests), [vendor.temporality]);
    deepEqual([...totalsOf(requests)].toSorted(), [...totalsOf(sent)].toSorted());
  });
}

function wrongIn(compare: () => void): string | undefined {
  try {
    compare();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

async function isRefused(here: Surroundings, vendor: Vendor): Promise<void> {
  const { collector, standIn } = await between(here, vendor, `${KEY}-of-somebody-else`, TRUSTING);
  await forward(collector, await here.pushed());
  await collector.says(vendor.refusal.says);
  equal(standIn.deliveries.filter(({ isLetIn }) => isLetIn).length, 0, 'the stand-in has let it in');
}

async function isNotTrusted(here: Surroundings, vendor: Vendor): Promise<void> {
  const { collector, standIn } = await between(here, vendor, KEY, {});
  await forward(collector, await here.pushed());
  await collector.says(/x509: certificate signed by unknown authority/);
  equal(standIn.deliveries.length, 0, 'something came all the same');
  equal(standIn.turnedAway() > 0, true, 'nobody was turned away');
}

/** The variable by which Go programs learn whom to trust, besides the authorities of the system. */
const TRUSTING = { SSL_CERT_FILE: true };

async function between(
  here: Surroundings,
  vendor: Vendor,
  key: string,
  trust: Partial<typeof TRUSTING>,
): Promise<{ readonly collector: Collector; readonly standIn: VendorStandIn }> {
  const { server, authority } = here.certificates;
  const standIn = await vendorStandIn(server, vendor.credential, vendor.refusal.status);
  here.atTheEnd(() => standIn.stop());
  const collector = await here.collector({
    files: [join(FOLDER, vendor.file)],
    overlays: [vendor.overlay?.(standIn.url) ?? {}],
    env: {
      ...vendor.env(standIn.url, key),
      ...(trust.SSL_CERT_FILE ? { SSL_CERT_FILE: authority.certificateFile } : {}),
    },
  });
  return { collector, standIn };
}

const lineAt = (text: string, index: number): string =>
  text.slice(text.lastIndexOf('\n', index) + 1).split('\n')[0] ?? '';
