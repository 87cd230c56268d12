import type { Arbitrary } from 'fast-check';
import { exportBombs, exportBytes, exportValues } from './exports/inputs.ts';
import { binaryBomb } from './inputs/bombs.ts';
import { bareInput, binaryInput, jsonBombInput, jsonInput, streamInput } from './inputs/inputs.ts';
import type { Way } from './target.ts';

/** What is fuzzed, and where. */
export interface Kind {
  readonly name: string;
  /**
   * `engine` is the server without its listeners, in the process of the fuzzer; `wire` a server of its own, over TLS;
   * `exports` the suite's own reader and judge of what a KMS pushes.
   */
  readonly target: 'engine' | 'wire' | 'exports';
  readonly way: Way | 'export';
  readonly input: Arbitrary<Uint8Array>;
  /** Of a thousand inputs. Over the wire each costs many times as much, and ends in the same code. */
  readonly share: number;
  readonly help: string;
}

/** The wire first: what takes longest begins first. */
export const KINDS: readonly Kind[] = [
  {
    name: 'tls',
    target: 'wire',
    way: 'frames',
    input: streamInput,
    share: 4,
    help: 'streams of messages, each stream over a TLS connection of its own',
  },
  {
    name: 'https-binary',
    target: 'wire',
    way: 'binary',
    input: binaryInput,
    share: 8,
    help: 'binary messages over HTTPS',
  },
  {
    name: 'https-json',
    target: 'wire',
    way: 'json',
    input: jsonInput,
    share: 8,
    help: 'JSON messages over HTTPS',
  },
  {
    name: 'binary',
    target: 'engine',
    way: 'binary',
    input: binaryInput,
    share: 379,
    help: 'binary messages, as POST /kmip hands them on',
  },
  {
    name: 'json',
    target: 'engine',
    way: 'json',
    input: jsonInput,
    share: 320,
    help: 'JSON messages, as POST /kmip hands them on',
  },
  {
    name: 'bare',
    target: 'engine',
    way: 'bare',
    input: bareInput,
    share: 220,
    help: 'single operations in JSON, as POST /kmip/2_1 hands them on',
  },
  {
    name: 'frames',
    target: 'engine',
    way: 'frames',
    input: streamInput,
    share: 60,
    help: 'streams of binary messages, as the socket hands them on',
  },
  {
    name: 'binary-bombs',
    target: 'engine',
    way: 'binary',
    input: binaryBomb,
    share: 0.5,
    help: 'binary messages that are too deep, too long or too many things',
  },
  {
    name: 'json-bombs',
    target: 'engine',
    way: 'json',
    input: jsonBombInput,
    share: 0.5,
    help: 'the same in JSON',
  },
  {
    name: 'export-bytes',
    target: 'exports',
    way: 'export',
    input: exportBytes,
    share: 600,
    help: 'OTLP exports with edited bytes, read and judged as those of a KMS',
  },
  {
    name: 'export-values',
    target: 'exports',
    way: 'export',
    input: exportValues,
    share: 399,
    help: 'OTLP exports with values that no KMS should send',
  },
  {
    name: 'export-bombs',
    target: 'exports',
    way: 'export',
    input: exportBombs,
    share: 1,
    help: 'OTLP exports that are too deep or too many things',
  },
];

/** What can be fuzzed: the reference KMS by what clients send it, or the suite by what a KMS pushes. */
export const SUBJECTS = ['kmip', 'exports'] as const;

export const kindsOf = (subject: (typeof SUBJECTS)[number]): readonly Kind[] =>
  KINDS.filter(({ target }) => (target === 'exports') === (subject === 'exports'));

export const kindNamed = (name: string): Kind | undefined => KINDS.find((kind) => kind.name === name);
