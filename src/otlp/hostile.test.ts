import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeMetrics } from './decode.ts';
import { OtlpDecodeError } from './decode-error.ts';
import { encodeMetrics } from './encode.ts';
import { fullRequest } from './testing/sample.ts';

const MUTATIONS = 10_000;
const valid = encodeMetrics(fullRequest());

/** Throws whatever is not an OtlpDecodeError. */
function decodes(message: Uint8Array): boolean {
  try {
    decodeMetrics(message);
    return true;
  } catch (error) {
    if (!(error instanceof OtlpDecodeError)) throw error;
    return false;
  }
}

const mutation = fc.oneof(
  fc.record({ kind: fc.constant('overwrite'), at: fc.nat(valid.length - 1), byte: fc.nat(255) }),
  fc.record({ kind: fc.constant('remove'), at: fc.nat(valid.length - 1), byte: fc.constant(0) }),
  fc.record({ kind: fc.constant('insert'), at: fc.nat(valid.length), byte: fc.nat(255) }),
);

function mutate(
  message: Uint8Array,
  { kind, at, byte }: { kind: string; at: number; byte: number },
): Uint8Array {
  if (kind === 'overwrite') return message.with(Math.min(at, message.length - 1), byte);
  const inserted = kind === 'insert' ? [byte] : [];
  const resumed = kind === 'remove' ? at + 1 : at;
  return Uint8Array.from([...message.subarray(0, at), ...inserted, ...message.subarray(resumed)]);
}

describe('a hostile message', () => {
  it('cut off anywhere is refused, since no cut of this one falls between two resources', () => {
    for (let end = 1; end < valid.length; end++) assert.equal(decodes(valid.subarray(0, end)), false);
  });

  it('of any mutation is read or refused, nothing else', () => {
    const outcomes = { read: 0, refused: 0 };
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 5 }), (mutations) => {
        outcomes[decodes(mutations.reduce(mutate, valid)) ? 'read' : 'refused']++;
      }),
      { numRuns: MUTATIONS },
    );
    assert.ok(
      outcomes.read > MUTATIONS / 100 && outcomes.refused > MUTATIONS / 100,
      JSON.stringify(outcomes),
    );
  });

  it('of any bytes is read or refused, nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (message) => {
        decodes(message);
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves no trace in the prototype of anything', () => {
    const { request } = decodeMetrics(valid);
    assert.ok(JSON.stringify(request, (_, v) => (typeof v === 'bigint' ? `${v}` : v)).includes('__proto__'));
    assert.deepEqual(Object.keys(Object.prototype), []);
  });
});
