import fc from 'fast-check';
import { buildRequest, type RequestHeader } from '../../../src/kmip/message.ts';
import { structure, type TtlvStructure } from '../../../src/kmip/ttlv.ts';
import { protocolVersion, VERSIONS } from '../../../src/kmip/versions.ts';
import { goodRequests } from '../good-requests.ts';

const ANY = 2 ** 16;

const headers: readonly Omit<RequestHeader, 'version'>[] = [
  {},
  { errorContinuation: 'Continue' },
  { errorContinuation: 'Undo', batchOrder: true, timeStamp: 5n },
  { maximumResponseSize: 512, clientCorrelationValue: 'c' },
];

/** Messages that the server answers, with one to three items of any operation in any version. */
export const goodMessage: fc.Arbitrary<TtlvStructure> = fc
  .record({
    version: fc.constantFrom(...VERSIONS),
    header: fc.constantFrom(...headers),
    items: fc.oneof(
      { weight: 3, arbitrary: fc.tuple(fc.nat(ANY)) },
      { weight: 1, arbitrary: fc.array(fc.nat(ANY), { minLength: 2, maxLength: 3 }) },
    ),
  })
  .map(({ version, header, items }) => {
    const choice = goodRequests(version);
    return buildRequest({
      header: { version: protocolVersion(version), ...header },
      items: items.flatMap((number, index) => {
        const chosen = choice[number % choice.length];
        if (chosen === undefined) return [];
        const payload = structure('RequestPayload', ...chosen.payload);
        return [{ operation: chosen.operation, uniqueBatchItemId: Uint8Array.of(index), payload }];
      }),
    });
  });

/** One operation without a message around it, as POST /kmip/2_1 takes it. */
export const bareOperation: fc.Arbitrary<TtlvStructure> = fc
  .constantFrom(...goodRequests('2.1'))
  .map(({ operation, payload }) => structure(operation, ...payload));
