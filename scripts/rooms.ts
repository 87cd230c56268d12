/** The files under a path. A file belongs to the room with the longest path that fits. */
export interface Room {
  readonly path: string;
  /** Paths that its files may import from; "(types)" = with `import type` only. Whatever is not named is forbidden. */
  readonly imports: readonly string[];
}

/**
 * Every arrow between the rooms. The judging side (contract, otlp, ledger, judge, driver, testbed, report) and the
 * reference server never import each other: an oracle that shares code with what it judges proves nothing. Only kmip,
 * which knows the protocol and nothing of telemetry, serves both.
 */
export const ROOMS: readonly Room[] = [
  { path: 'src/toml', imports: [] },
  { path: 'src/contract', imports: ['src/toml'] },
  // What an operator looks at: pure, for whoever writes dashboards and whoever looks whether they tell the truth.
  { path: 'src/dashboards', imports: ['src/contract'] },
  { path: 'src/kmip', imports: [] },
  { path: 'src/otlp', imports: [] },
  { path: 'src/ledger', imports: ['src/contract'] },
  { path: 'src/judge', imports: ['src/contract', 'src/ledger', 'src/otlp (types)'] },
  { path: 'src/driver', imports: ['src/kmip', 'src/ledger'] },
  {
    path: 'src/testbed',
    imports: [
      ...['src/toml', 'src/contract', 'src/kmip', 'src/otlp', 'src/ledger', 'src/judge', 'src/driver'],
      'src/dashboards',
    ],
  },
  { path: 'src/baseline', imports: ['src/toml', 'src/judge'] },
  { path: 'src/report', imports: ['src/contract', 'src/judge (types)'] },
  {
    path: 'src/capture',
    imports: [
      ...['src/toml', 'src/contract', 'src/kmip', 'src/otlp', 'src/ledger (types)', 'src/judge'],
      ...['src/testbed', 'src/report'],
    ],
  },
  {
    path: 'src/load',
    imports: [...['src/contract', 'src/kmip', 'src/ledger', 'src/judge', 'src/driver', 'src/testbed']],
  },
  // The reference with a part that fails, as a program of its own: the load starts it and imports nothing of it.
  { path: 'src/load/hindered', imports: ['src/reference-server', 'src/kmip', 'src/load/held.ts'] },
  {
    path: 'src/watch',
    imports: ['src/contract', 'src/judge', 'src/report', 'src/otlp (types)'],
  },
  {
    path: 'src/cli',
    imports: [
      ...['src/toml', 'src/contract', 'src/kmip', 'src/otlp', 'src/ledger', 'src/judge', 'src/driver'],
      ...[
        'src/testbed',
        'src/baseline',
        'src/report',
        'src/capture',
        'src/watch',
        'src/load',
        'faults',
        'package.json',
      ],
    ],
  },
  {
    path: 'steps',
    imports: ['src/contract (types)', 'src/ledger', 'src/judge', 'src/driver', 'src/testbed'],
  },

  { path: 'src/reference-server', imports: ['src/kmip', 'package.json'] },

  {
    path: 'faults',
    imports: [
      ...['src/contract (types)', 'src/judge', 'src/testbed', 'src/reference-server (types)'],
      ...['src/otlp', 'faults/wire'],
    ],
  },
  {
    path: 'faults/wire',
    imports: ['src/contract', 'src/judge', 'src/otlp', 'faults/fault.ts (types)'],
  },
  { path: 'faults/stack', imports: ['src/otlp (types)', 'src/testbed (types)', 'faults/fault.ts (types)'] },
  { path: 'faults/server', imports: ['src/reference-server', 'faults/fault.ts (types)'] },

  // The testbed's collector keeps exports as src/otlp shapes them.
  { path: 'scripts', imports: ['package.json', 'src/testbed', 'src/otlp (types)'] },
  // The PyKMIP that is measured is the one that is driven as a client.
  // Judges no telemetry: it looks at the server from inside and from outside.
  { path: 'scripts/fuzz', imports: ['src/kmip', 'src/reference-server', 'src/testbed', 'scripts'] },
  // Nor does this: it gives the suite's reader and judge what no KMS should push.
  {
    path: 'scripts/fuzz/exports',
    imports: ['src/contract', 'src/otlp', 'src/judge', 'scripts/fuzz/inputs', 'scripts/fuzz/wrong.ts'],
  },
  { path: 'scripts/generate', imports: ['src/contract', 'src/dashboards', 'src/testbed', 'faults/report'] },
  { path: 'scripts/alerts', imports: ['src/dashboards', 'scripts/generate', 'scripts/images'] },
  // The real Collector between a KMS and what stands for the world behind it.
  {
    path: 'scripts/collector',
    imports: [
      ...['src/contract', 'src/kmip', 'src/otlp', 'src/judge', 'src/driver', 'src/testbed'],
      ...['scripts/images', 'scripts/smoke-stack'],
    ],
  },
  { path: 'e2e', imports: ['src/dashboards', 'scripts'] },
  { path: 'bench', imports: ['src', 'scripts/pykmip', 'scripts/images'] },
];

/** Packages that only some rooms may use: what judges telemetry shares no code with what produces it. */
export const PACKAGES: readonly { readonly prefix: string; readonly rooms: readonly string[] }[] = [
  { prefix: '@opentelemetry/', rooms: ['src/reference-server', 'faults/server'] },
];

/** The only places that touch the standard streams or end the process. */
export const PRINTING: readonly string[] = [
  'src/cli',
  'src/reference-server/main.ts',
  // The log of the server goes to standard output unless a test wants it elsewhere.
  'src/reference-server/seams.ts',
  // A program of its own that answers its parent over standard output.
  'src/testbed/softhsm/pkcs11-process.ts',
  'faults/server/main.ts',
  'src/load/hindered/main.ts',
  'scripts',
  'bench',
  'e2e/main.ts',
];
