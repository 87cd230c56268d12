import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { AnswerError, pageFrom } from './answers.ts';
import { parentIdOf, tagOf, tracesOf } from './jaeger.ts';
import { PromApi, RefusedQueryError } from './promql.ts';

const asked: string[] = [];
let answer = { status: 200, text: '' };
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  response.writeHead(answer.status).end(answer.text);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
after(() => {
  server.close();
  server.closeAllConnections();
});

const api = new PromApi(base);
const says = (data: unknown, status = 200) => {
  answer = { status, text: typeof data === 'string' ? data : JSON.stringify(data) };
};
const series = { metric: { __name__: 'a', job: 'kms' } };

test('Prometheus is asked in the words of its API, and understood', async () => {
  says({ status: 'success', data: { resultType: 'vector', result: [{ ...series, value: [1.5, '3'] }] } });
  assert.deepEqual(await api.at('sum(a)', 1500), [{ labels: series.metric, value: '3' }]);
  assert.equal(asked.at(-1), '/api/v1/query?query=sum%28a%29&time=1.500');
  const result = [
    { ...series, values: [[1, '3']] },
    { ...series, values: [] },
  ];
  says({ status: 'success', data: { resultType: 'matrix', result } });
  assert.equal(await api.countOver('a', { fromUnixMs: 1000, toUnixMs: 2000, stepSeconds: 1 }), 1);
  assert.equal(asked.at(-1), '/api/v1/query_range?query=a&step=1&start=1.000&end=2.000');
  says({ status: 'success', data: ['a', 'b'] });
  assert.deepEqual(await api.names(), ['a', 'b']);
});

test('a query that it refuses is one thing, an answer that is none another', async () => {
  says({ status: 'error', errorType: 'bad_data', error: 'parse error' }, 400);
  await assert.rejects(
    api.at('sum(', 0),
    (error: Error) => error instanceof RefusedQueryError && error.message === 'parse error',
  );
  for (const nonsense of [
    '<html>',
    { status: 'success', data: { resultType: 'scalar' } },
    { status: 'odd' },
  ]) {
    says(nonsense);
    await assert.rejects(api.at('a', 0), AnswerError);
  }
  says('gone', 503);
  await assert.rejects(pageFrom(`${base}/metrics`), /answered 503: gone/);
  await assert.rejects(pageFrom('http://127.0.0.1:1/metrics'), AnswerError);
});

test('traces of Jaeger are read with parents and tags; a service without any has none', async () => {
  const span = {
    ...{ traceID: 't', spanID: 's', operationName: 'Hash' },
    references: [{ refType: 'CHILD_OF', traceID: 't', spanID: 'p' }],
    tags: [{ key: 'http.response.status_code', type: 'int64', value: 200 }],
  };
  says({ data: [{ traceID: 't', spans: [span] }], errors: null });
  const [trace] = await tracesOf(base, 'kms');
  const [read] = trace?.spans ?? [];
  assert.ok(read !== undefined);
  assert.deepEqual(
    [parentIdOf(read), tagOf(read, 'http.response.status_code'), tagOf(read, 'odd')],
    ['p', '200', undefined],
  );
  assert.match(asked.at(-1) ?? '', /^\/api\/traces\?service=kms&/);
  says({ data: null });
  assert.deepEqual(await tracesOf(base, 'kms'), []);
  says({ traces: [] });
  await assert.rejects(tracesOf(base, 'kms'), AnswerError);
});
