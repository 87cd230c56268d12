/** Where a row is planted: in a fault that is a case of another row as well, or by a test or scenario of that name. */
export type Pointer = { readonly fault: string } | { readonly file: string; readonly says: string };

const CADENCE = 'src/judge/rules/push.test.ts';
const CONFIGURATION = 'faults/stack/collector-config.test.ts';
const SUITE = 'faults/suite/suite.test.ts';

const fault = (id: string): Pointer => ({ fault: id });
const test = (file: string, says: string): Pointer => ({ file, says });

/** Rows that no fault names as its own, and what plants them all the same. */
export const ELSEWHERE: Readonly<Record<string, Pointer>> = {
  'CNT-24': test('src/otlp/decode.test.ts', '2n ** 60n + 4096n'),
  'GAU-02': test('src/ledger/users.test.ts', 'a user just out of the window'),
  'CAD-01': test(CADENCE, 'every minute'),
  'CAD-04': test(CADENCE, 'a first push that comes late'),
  'CAD-06': test(CADENCE, 'two readers, each in step'),
  'TRN-01': test('faults/null-targets/null-targets.test.ts', 'otlp-http'),
  'TRN-02': test('src/otlp/receiver.test.ts', 'answers an unknown service with UNIMPLEMENTED'),
  'TRN-12': fault('exports-overlap'),
  'TRN-15': fault('retries-partial-success'),
  'BCK-01': test(CONFIGURATION, 'BCK-01: '),
  'BCK-02': test(CONFIGURATION, 'BCK-02: '),
  'BCK-04': fault('stack/metrics-accepted'),
  'BCK-08': fault('stack/export-lost'),
  'BCK-09': fault('stack/series-missing'),
  'BCK-11': fault('stack/panel-misspelt'),
  'BCK-14': test(CONFIGURATION, 'BCK-14: '),
  'BCK-16': test('src/testbed/stack/images.test.ts', 'every image is pinned by a version or made here'),
  'HAR-01': test(SUITE, 'HAR-01: '),
  'HAR-02': test(SUITE, 'HAR-02: '),
  'HAR-03': test(SUITE, 'HAR-03: '),
  'HAR-04': test('src/testbed/selection.test.ts', "{ tags: ['@slo'] }, /^there is no tag"),
  'HAR-05': test(SUITE, 'HAR-05, HAR-12: '),
  'HAR-06': fault('shifted/kms.errors.total'),
  'HAR-07': fault('off-by-one/kms.errors.total'),
  'HAR-08': test(SUITE, 'HAR-08: '),
  'HAR-09': test('src/judge/skew.test.ts', 'a Date ten seconds ahead'),
  'HAR-10': test('faults/null-targets/null-targets.test.ts', 'there is no run without an answer'),
  'HAR-12': test(SUITE, 'HAR-05, HAR-12: '),
  'HAR-13': fault('stack/service-renamed'),
  'HAR-14': test('src/testbed/scenario-rulings.test.ts', "for (const type of ['UNDEFINED'"),
  'HAR-16': test(
    'src/contract/document.test.ts',
    'the contract has the names, words and kinds of the document',
  ),
  'HAR-17': test('src/cli/exit-codes.test.ts', 'exit codes, from outside'),
  'HAR-18': test(SUITE, 'HAR-18: '),
  'HAR-19': test('faults/suite/tolerances.test.ts', 'every tolerance has a test at both sides of its edge'),
  'HAR-20': test('src/testbed/shuffle.test.ts', 'the seed alone decides'),
};

/** Rows that cannot be planted here, and why. */
export const NOT_HERE: Readonly<Record<string, string>> = {
  'CAD-05': 'a collection that does not come is waited for, and the wait says so: no check of its own',
  'CAD-10': "how long a process may take to end is the target file's to say (stop_seconds)",
  'CAD-12': 'no profile forbids a way to set another interval, and the suite itself uses one',
  'CAD-14': "the clock of the machine is not the suite's to set",
  'CAD-15': 'cumulative collections that come late contain each other: no rule forbids them',
  'TRN-03':
    'the receiver has a port of its own for each instance: who ignores it is never seen, and no check passes',
  'TRN-04': 'the receiver takes none and gzip; another encoding is refused and never seen',
  'TRN-05': 'no profile promises gzip',
  'TRN-23': 'the exporter of the reference has no limit of its own to break',
  'TRN-27': 'not every machine has IPv6',
  'TRN-28': 'the targets are started without proxy variables',
  'TRN-29': 'the reference traces where it is told to; no profile in force forbids other signals',
  'TRN-30': 'a second address that nobody has named cannot be listened to',
  'TLS-10': 'Node 24 offers no TLS below 1.2 to plant it with',
  'TLS-14': 'every run without TLS starts with an http URL',
  'CFG-07': 'the document says that the URL alone switches the push on',
  'CFG-15': 'not every target has a help',
  'RES-08': 'no profile says which of the two wins',
  'BCK-06': 'the interval is measured before the Collector, where nothing is batched',
  'ROB-01': "a bound on time would tell the machine's load, not the target's defect",
  'ROB-02': 'needs hours; npm run test:durability watches memory',
  'ROB-04': 'needs hours; npm run test:durability watches memory',
  'ROB-05': "a bound on throughput would tell the machine's load, not the target's defect",
  'ROB-06': "a bound on time would tell the machine's load, not the target's defect",
  'HAR-15': 'no scenario is ever repeated: there is no such switch to plant',
};
