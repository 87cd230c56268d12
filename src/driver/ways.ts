import { readBinary, writeBinary } from '../kmip/binary.ts';
import { readJson, writeJson } from '../kmip/json.ts';
import type { Ttlv, TtlvStructure } from '../kmip/ttlv.ts';
import { type Identity, signedBy } from './identity.ts';
import type { Facts, Outlet } from './outlet.ts';
import type { HttpAnswer, HttpRequest } from './transmit.ts';

/** What became of a message: an answer, a refusal before any item ran (HTTP), or nothing that came back. */
export type Delivery =
  | { readonly kind: 'answered'; readonly message: Ttlv }
  | { readonly kind: 'refused' | 'lost' };

/** A way into the target for messages: encoding and transport. */
export interface Way {
  /** Sends a message and enters what `read` makes of its delivery into the ledger. */
  deliver(message: TtlvStructure, read: (delivery: Delivery) => Facts): Promise<void>;
}

/** Where bare operations and messages in JSON are taken. */
export const JSON_ROUTE = '/kmip/2_1';

/** KMIP messages as JSON, at the route of the bare operations. */
export const jsonOverHttp = (outlet: Outlet, scenario: string, identity: Identity): Way => ({
  deliver: (message, read) => {
    const http = kmipPost(JSON_ROUTE, 'application/json', writeJson(message), identity);
    return overHttp(outlet, scenario, http, read, ({ body }) => readJson(body));
  },
});

/** KMIP messages as bytes. */
export const binaryOverHttp = (outlet: Outlet, scenario: string, identity: Identity): Way => ({
  deliver: (message, read) => {
    const http = kmipPost('/kmip', 'application/octet-stream', writeBinary(message), identity);
    return overHttp(outlet, scenario, http, read, ({ bytes }) => readBinary(bytes));
  },
});

export const kmipPost = (
  route: string,
  contentType: string,
  body: string | Uint8Array,
  identity: Identity,
): HttpRequest => ({
  method: 'POST',
  path: route,
  route,
  ...signedBy(identity),
  headers: { 'content-type': contentType, ...identity.headers },
  body,
});

async function overHttp(
  outlet: Outlet,
  scenario: string,
  http: HttpRequest,
  read: (delivery: Delivery) => Facts,
  decode: (answer: HttpAnswer) => Ttlv,
): Promise<void> {
  await outlet.exchange(scenario, http, (answer) => {
    if (answer === undefined) return read({ kind: 'lost' });
    return read(answer.status === 200 ? { kind: 'answered', message: decode(answer) } : { kind: 'refused' });
  });
}
