import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '../../otlp/conversation.ts';
import { parseScript } from '../../otlp/script/parse.ts';
import {
  backsOff,
  type ConversationRule,
  finalIsFinal,
  givesUp,
  oneAtATime,
  outagesIn,
  pausesAsTold,
  reconnects,
  retried,
} from './rules.ts';

/** "0 A UNAVAILABLE": at 0 ms an export of collection A, answered so 1 ms later; "!" opens, "~" other connection. */
const talk = (...lines: readonly string[]): readonly Call[] =>
  lines.map((line, index) => {
    const [at = '', collection = '', ...script] = line.split(' ');
    const [step] = parseScript(script.join(' ').replace(/[!~?]/g, ''));
    assert.ok(step !== undefined);
    return {
      number: index + 1,
      step,
      arrivedAtUnixMs: Number(at),
      endedAtUnixMs: line.includes('!') ? undefined : Number(at) + 1,
      collectionUnixNano: BigInt(collection.charCodeAt(0)),
      bytes: collection.length,
      openBefore: line.includes('?') ? 1 : 0,
      connection: line.includes('~') ? 2 : 1,
      headers: line.includes('!') ? {} : { 'grpc-timeout': '10S' },
    };
  });

const outage = (from: number, collection: string, gaps: readonly number[]): readonly string[] => {
  let at = from;
  return [
    ...gaps.map((gap) => {
      const line = `${at} ${collection} UNAVAILABLE`;
      at += gap + 1;
      return line;
    }),
    `${at} ${collection} ok`,
  ];
};
const outages = (...series: readonly (readonly number[])[]): readonly Call[] =>
  talk(...series.flatMap((gaps, index) => outage(index * 10_000, String.fromCharCode(65 + index), gaps)));

/** Three outages with these pauses each. */
const six = (one: readonly number[], other: readonly number[]): readonly Call[] =>
  outages(one, other, one, other, one, other);

/** Six outages without jitter, of which a busy machine has made so many longer. */
const longer = (count: number): readonly Call[] =>
  outages(
    ...Array.from({ length: 6 }, (_, index) =>
      index < count ? [100, 220 + 10 * index, 450, 600] : [100, 200, 300, 400],
    ),
  );

const ROWS: readonly (readonly [ConversationRule, string, readonly Call[], RegExp | undefined])[] = [
  [retried, 'sent again', talk('0 A UNAVAILABLE', '9 A ok'), undefined],
  [retried, 'sent again after another', talk('0 A ABORTED', '5 B ok', '9 A ok'), undefined],
  [
    retried,
    'not sent again',
    talk('0 A UNAVAILABLE', '9 B ok'),
    /^after UNAVAILABLE \(call 1\) .* did not come again$/,
  ],
  [retried, 'another part of it', talk('0 A DATA_LOSS', '9 AA ok'), /did not come again/],
  [
    retried,
    'RetryInfo makes it so',
    talk('0 A RESOURCE_EXHAUSTED retry-after 1s', '9 B ok'),
    /did not come again/,
  ],
  [retried, 'what is final', talk('0 A INTERNAL', '9 B ok'), undefined],
  [finalIsFinal, 'not sent again', talk('0 A INTERNAL', '9 B ok'), undefined],
  [
    finalIsFinal,
    'sent again',
    talk('0 A UNIMPLEMENTED', '9 A ok'),
    /^after UNIMPLEMENTED \(call 1\) .* came again/,
  ],
  [finalIsFinal, 'without RetryInfo', talk('0 A RESOURCE_EXHAUSTED', '9 A ok'), /came again/],
  [
    finalIsFinal,
    'partial success',
    talk('0 A partial 3 rejected', '9 A ok'),
    /partial 3 rejected.*came again/,
  ],
  [finalIsFinal, 'a warning', talk('0 A partial 0 rejected', '9 A ok'), /came again/],
  [finalIsFinal, 'too big an answer', talk('0 A oversize', '9 A ok'), /came again/],
  [finalIsFinal, 'what may be retried', talk('0 A UNAVAILABLE', '9 A ok'), undefined],
  [pausesAsTold, 'just long enough', talk('0 A UNAVAILABLE retry-after 100ms', '81 A ok'), undefined],
  [
    pausesAsTold,
    'too short',
    talk('0 A UNAVAILABLE retry-after 100ms', '80.9 A ok'),
    /came again 80 ms later/,
  ],
  [
    pausesAsTold,
    'no second attempt is no short pause',
    talk('0 A UNAVAILABLE retry-after 1s', '9 B ok'),
    undefined,
  ],
  [backsOff, 'growing, by chance', six([50, 100, 200, 400], [60, 90, 220, 380]), undefined],
  [backsOff, 'the least growth', six([50, 60, 70, 56], [60, 61, 80, 67]), undefined],
  [backsOff, 'less', six([50, 60, 70, 55], [60, 61, 62, 67]), /did not grow: 50 ms, 60 ms, 70 ms, 55 ms/],
  [backsOff, 'at once', six([9, 100, 200, 400], [60, 90, 220, 380]), /without a pause: 9 ms/],
  [backsOff, 'the least pause', six([10, 100, 200, 400], [60, 90, 220, 380]), undefined],
  [backsOff, 'no jitter', six([100, 200, 300, 400], [150, 208, 312, 416]), /without jitter/],
  [backsOff, 'the least jitter of the last', six([100, 200, 300, 400], [100, 200, 300, 416.5]), undefined],
  [
    backsOff,
    'the least jitter of the last but one',
    six([100, 200, 300, 400], [100, 200, 312.5, 400]),
    undefined,
  ],
  [
    ...([backsOff, 'the least jitter of the last but two'] as const),
    ...([six([100, 200, 300, 400], [100, 208.5, 300, 400]), undefined] as const),
  ],
  [
    ...([backsOff, 'no jitter, and two outages that took longer'] as const),
    ...([longer(2), /without jitter/] as const),
  ],
  [backsOff, 'no jitter to be seen where three took longer', longer(3), undefined],
  [oneAtATime, 'one after the other', talk('0 A delay 1s', '9 B ok'), undefined],
  [oneAtATime, 'beside it', talk('0 A delay 1s', '9 B ok?'), /call 2 came while 1 more were open/],
  [givesUp, 'given up', talk('0 A black-hole', '9 B ok'), undefined],
  [givesUp, 'never', talk('0 A black-hole!', '9 B ok'), /never given up/],
  [givesUp, 'without a deadline', talk('0 A black-hole!', '9 B ok'), /grpc-timeout/],
  [givesUp, 'the last call', talk('0 A black-hole'), /no other came/],
  [reconnects, 'over another', talk('0 A reset', '9 A ok~'), undefined],
  [reconnects, 'over the same', talk('0 A goaway', '9 B ok'), /over the same connection/],
  [reconnects, 'never', talk('0 A goaway'), /no other export/],
];

for (const [rule, what, calls, complaint] of ROWS) {
  test(`${rule.name}: ${what}: ${complaint === undefined ? 'well' : 'a complaint'}`, () => {
    const found = rule(calls);
    if (complaint === undefined) assert.deepEqual(found, []);
    else assert.match(found.join('\n'), complaint);
  });
}

test('an outage is an export with four pauses and more', () => {
  assert.deepEqual(outagesIn(outages([50, 100, 200, 400], [50, 100, 200], [1, 2, 3, 4, 5])), [
    [50, 100, 200, 400],
    [1, 2, 3, 4, 5],
  ]);
});

test('two first pauses that a busy machine has lengthened are forgiven among six outages, three are not', () => {
  const lengthened = (count: number): readonly Call[] =>
    outages(
      ...Array.from({ length: 6 }, (_, index) => [
        index < count ? 600 : 50,
        ...[100 + 20 * index, 200 + 40 * index, 250 + 50 * index],
      ]),
    );
  assert.deepEqual(backsOff(lengthened(2)), []);
  assert.match(backsOff(lengthened(3))[0] ?? '', /did not grow/);
});
