import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTargetFile } from './target-file.ts';
import { urlTarget } from './url-target.ts';

test('a KMS that runs already is not started, restarted or configured, although its file claims that it can be', () => {
  const file = parseTargetFile(
    `name = "mine"
     [capabilities]
     start = true
     restart = true
     process = true
     cache = true
     cache-settings = true`,
    'mine.toml',
  );
  const { claims } = urlTarget(file, new URL('http://kms.test:9998'), { host: '127.0.0.1', port: 4317 });
  assert.deepEqual([...claims.capabilities], ['cache']);
});
