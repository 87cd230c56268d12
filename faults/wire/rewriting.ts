import type { EpochRecord } from '../../src/judge/record.ts';
import { decodeMetrics } from '../../src/otlp/decode.ts';
import { encodeMetrics } from '../../src/otlp/encode.ts';
import type { Export } from '../../src/otlp/export.ts';
import type { MetricsRequest } from '../../src/otlp/model.ts';

/** Puts other requests, one or several or none, in the place of the one that comes as number `index`. */
export type RewriteRequest = (request: MetricsRequest, index: number) => readonly MetricsRequest[];

/** The same with the bytes of a message: what no request can express. */
export type RewriteBytes = (message: Uint8Array, index: number) => readonly Uint8Array[];

/** How what a process sends is rewritten; made anew for each process, for it may remember what came before. */
export type Rewriting =
  | { readonly of: 'requests'; readonly start: () => RewriteRequest }
  | { readonly of: 'bytes'; readonly start: () => RewriteBytes };

export const ofRequests = (start: () => RewriteRequest): Rewriting => ({ of: 'requests', start });
export const ofBytes = (start: () => RewriteBytes): Rewriting => ({ of: 'bytes', start });

/** What the proxy sends on, message by message. */
export function onTheWire(rewriting: Rewriting): RewriteBytes {
  if (rewriting.of === 'bytes') return rewriting.start();
  const rewrite = rewriting.start();
  return (message, index) => rewrite(decodeMetrics(message).request, index).map(encodeMetrics);
}

/** The record as it would be, had the proxy stood in between. */
export const offline =
  (rewriting: Rewriting) =>
  (record: EpochRecord): EpochRecord => {
    const rewrite = inPlace(rewriting);
    const undecodable: string[] = [];
    const counts = [0];
    const exports = record.exports.flatMap((exported, index) => {
      const sent = rewrite(exported, index).flatMap((one) => {
        if (typeof one !== 'string') return [one];
        undecodable.push(one);
        return [];
      });
      counts.push((counts.at(-1) ?? 0) + sent.length);
      return sent;
    });
    const at = (count: number): number => counts[Math.min(count, counts.length - 1)] ?? 0;
    return {
      ...record,
      exports,
      observations: record.observations.map((one) => ({ ...one, exportCount: at(one.exportCount) })),
      ...(record.exportsBefore === undefined ? {} : { exportsBefore: at(record.exportsBefore) }),
      ...(undecodable.length === 0 ? {} : { undecodable }),
    };
  };

/** A text: why the message can be decoded no more. */
function inPlace(rewriting: Rewriting): (exported: Export, index: number) => readonly (Export | string)[] {
  if (rewriting.of === 'requests') {
    const rewrite = rewriting.start();
    return (exported, index) =>
      rewrite(exported.request, index).map((request) =>
        request === exported.request ? exported : { ...exported, request },
      );
  }
  const rewrite = rewriting.start();
  return (exported, index) =>
    rewrite(exported.raw, index).map((raw) => {
      if (raw === exported.raw) return exported;
      try {
        return { ...exported, raw, ...decodeMetrics(raw) };
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    });
}
