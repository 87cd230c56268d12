import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigError } from '../config/error.ts';
import { loadIdentity } from './load.ts';

const withTokens = (content: string) =>
  loadIdentity({ bearerTokensFile: 'tokens.toml', defaultUsername: 'admin' }, () => content);

test('without a tokens file everybody is the default user', async () => {
  const { authenticate } = await loadIdentity(
    { bearerTokensFile: undefined, defaultUsername: 'eve' },
    () => '',
  );
  assert.equal(authenticate({ authorization: undefined }), 'eve');
});

describe('bearer tokens', async () => {
  const { authenticate, secrets } = await withTokens('"a.long-token" = "alice"\nshort = "bob"\n');
  const offers: readonly [string | undefined, string | undefined][] = [
    ['Bearer a.long-token', 'alice'],
    ['bearer  short ', 'bob'],
    ['Bearer shor', undefined],
    ['Bearer short more', undefined],
    ['Basic short', undefined],
    ['short', undefined],
    ['', undefined],
    [undefined, undefined],
  ];
  for (const [authorization, user] of offers) {
    test(`${authorization} is ${user}`, () => assert.equal(authenticate({ authorization }), user));
  }
  test('the tokens are secrets', () => assert.deepEqual(secrets, ['a.long-token', 'short']));
});

describe('tokens files that are refused', () => {
  const files: readonly [string, string, RegExp][] = [
    ['empty', '', /names no token/],
    ['user that is no text', 'secret = 1', /^(?!.*secret).*"token" = "user"/],
    ['dotted token without quotes', 'se.cret = "bob"', /^(?!.*cret).*in quotes/],
    ['no TOML', 'x', /tokens\.toml:1 is not TOML/],
  ];
  for (const [name, content, sentence] of files) {
    test(name, async () => {
      await assert.rejects(withTokens(content), (error) => {
        assert.ok(error instanceof ConfigError);
        assert.match(error.message, sentence);
        return true;
      });
    });
  }
});
