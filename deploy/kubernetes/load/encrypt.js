// Load on a KMS: each virtual user makes an AES key, encrypts with it, and destroys it at the end of the iteration.
// k6 run --env KMS_URL=http://localhost:9998 encrypt.js
import { check } from 'k6';
import http from 'k6/http';

const URL = `${__ENV.KMS_URL || 'http://localhost:9998'}/kmip/2_1`;
const ENCRYPTIONS = 20;

export const options = {
  scenarios: {
    encrypt: { executor: 'constant-vus', vus: Number(__ENV.VUS || 10), duration: __ENV.DURATION || '1m' },
  },
  thresholds: { checks: ['rate==1'], http_req_failed: ['rate==0'] },
};

export default function () {
  const key = kmip('Create', [
    { tag: 'ObjectType', type: 'Enumeration', value: 'SymmetricKey' },
    {
      tag: 'Attributes',
      value: [
        { tag: 'CryptographicAlgorithm', type: 'Enumeration', value: 'AES' },
        { tag: 'CryptographicLength', type: 'Integer', value: 256 },
        { tag: 'CryptographicUsageMask', type: 'Integer', value: 12 },
        { tag: 'ActivationDate', type: 'DateTime', value: '2020-01-01T00:00:00Z' },
      ],
    },
  ]);
  const [, id] = /"UniqueIdentifier"[^}]*"value"\s*:\s*"([^"]+)"/.exec(key.body) || [];
  if (!check(id, { 'a key was made': (made) => made !== undefined })) return;
  for (let done = 0; done < ENCRYPTIONS; done += 1)
    kmip('Encrypt', [
      { tag: 'UniqueIdentifier', type: 'TextString', value: id },
      { tag: 'Data', type: 'ByteString', value: '00112233445566778899AABBCCDDEEFF' },
    ]);
  kmip('Revoke', [
    { tag: 'UniqueIdentifier', type: 'TextString', value: id },
    {
      tag: 'RevocationReason',
      value: [{ tag: 'RevocationReasonCode', type: 'Enumeration', value: 'CessationOfOperation' }],
    },
  ]);
  kmip('Destroy', [{ tag: 'UniqueIdentifier', type: 'TextString', value: id }]);
}

/** One operation, as TTLV in JSON. */
function kmip(operation, value) {
  const answer = http.post(URL, JSON.stringify({ tag: operation, type: 'Structure', value }), {
    headers: { 'content-type': 'application/json' },
    tags: { name: operation },
  });
  check(answer, { [`${operation} was answered`]: ({ status }) => status === 200 });
  return answer;
}
