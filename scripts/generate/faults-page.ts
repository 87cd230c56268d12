import { whyAlive } from '../../faults/report/alive.ts';
import type { Counts, Measured } from '../../faults/report/measured.ts';
import { inPercent } from '../../faults/report/score.ts';
import { code, table } from './markdown.ts';

/** docs/faults.md: how the suite is measured, and the numbers of the last full measurement. */
export const faultsPage = (measured: Measured): string =>
  `${[INTRODUCTION, PLACES, '## Measured', ...numbers(measured)].join('\n\n')}\n`;

/** The line of README.md. */
export const faultsLine = (measured: Measured): string => {
  const { on, must, should, samplePercent } = measured;
  const [planted, diagnosed] = [must.planted + should.planted, must.diagnosed + should.diagnosed];
  const which = [
    ...(samplePercent === 100 ? [] : [`, a sample of ${samplePercent} %`]),
    ...(placesIn(measured).length === 2 ? [] : placesIn(measured).map(([place]) => `, ${place} alone`)),
  ].join('');
  return `Measured on ${on}${which}: of ${planted} faults ${must.killed + should.killed} were caught, ${diagnosed} by the check meant for them ([docs/faults.md](docs/faults.md)).`;
};

function numbers({ on, minutes, samplePercent, seed, ...rest }: Measured): readonly string[] {
  const { wire, server, must, should, weak, equivalent } = rest;
  const what =
    samplePercent === 100 ? 'All faults' : `A sample of ${samplePercent} % of all faults (seed ${seed})`;
  const places = placesIn({ wire, server });
  return [
    `${what}${places.length === 2 ? '' : ` ${places.map(([place]) => place).join('')}`}, ${on}, ${minutes} minutes:`,
    table(
      ['faults', ...ENDS],
      places.map(([place, counts]) => [place, ...ENDS.map((end) => `${counts[end]}`)]),
    ),
    table(
      ['level', 'came into play', 'caught', 'by the check meant for it'],
      (
        [
          ['MUST', must],
          ['SHOULD', should],
        ] as const
      ).map(([level, { planted, killed, diagnosed }]) => [
        ...[level, `${planted}`],
        ...[inPercent(killed, planted), inPercent(diagnosed, planted)],
      ]),
    ),
    ...(weak.length === 0
      ? ['Every fault that came into play was caught by the check meant for it.']
      : [
          'Not caught by the check meant for it:',
          table(
            ['fault', 'of', 'meant', 'what became of it', 'why'],
            weak.map(({ id, of, expects, outcome, red }) => [
              ...[code(id), of, code(expects)],
              red.length === 0 ? outcome : `${outcome}: ${red.slice(0, MOST_RED).map(code).join(', ')}`,
              whyAlive(id) ?? '',
            ]),
          ),
        ]),
    ...(equivalent.length === 0
      ? []
      : [
          'Wrong in name only:',
          table(
            ['row', 'faults', 'why nothing is wrong'],
            equivalent.map(({ of, faults, why }) => [of, `${faults}`, why]),
          ),
        ]),
  ];
}

/** Where faults were planted at all. */
const placesIn = ({ wire, server }: Pick<Measured, 'wire' | 'server'>) =>
  (
    [
      ['on the wire', wire],
      ['in the server', server],
    ] as const
  ).filter(([, counts]) => Object.values(counts).some((count) => count > 0));

const ENDS = [
  ...(['killed', 'misdiagnosed', 'survived', 'not covered', 'equivalent'] as const),
  ...(['false alarm', 'broken off'] as const),
] satisfies readonly (keyof Counts)[];

const MOST_RED = 3;

const INTRODUCTION = `# Faults

How much would the suite catch? \`npm run kill\` plants faults and tells, for each, which check turned red. A fault that the
check meant for it catches is *killed*; one that only others catch is *misdiagnosed*; one that nothing catches has
*survived*. *Not covered* never came into play. *Equivalent* is wrong in name only: nothing may turn red, or it is a false
alarm. *Broken off* ended without a verdict.

| command | does |
| --- | --- |
| \`npm run kill\` | all faults: those of the wire on one recorded run, those of the server one server each |
| \`npm run kill -- NAM-01 doubled\` | only cases of these rows, or with these words in their id |
| \`npm run kill -- --only wire\` | only what is sent: no server is started but the clean one |
| \`npm run kill -- --sample 25 --seed 7\` | of each kind of fault a quarter, at least one; the same for the same seed |
| \`npm run kill -- --json F --markdown F --html F --badge F\` | the result as files, with the catalogue row by row |
| \`npm run kill -- --measured faults/measured.json && npm run generate\` | the same, and its numbers into this page |
| \`npm run variations\` | what telemetry may legally be like breaks nothing, a restart and another clock among it; \`-- --live\` runs each through the proxy |

The gate (exit code 1): of the MUST faults that came into play 98 % are caught, 90 % by the check meant for them, with no
false alarm and nothing broken off.`;

const PLACES = `## Where faults are planted

- **On the wire** (\`faults/wire\`): functions on decoded requests, or on their bytes, expanded over every instrument that
  they apply to. They are applied to a recorded run, and by a rewriting proxy between KMS and receiver (\`faults/live\`); a
  test holds that both come to one verdict. What the document leaves open is planted against the strictest profile that
  the clean run keeps.
- **In the server** (\`faults/server\`): through the seams of the reference KMS.
- **In the suite** (\`faults/suite\`): a receiver that loses, keeps nothing or takes no gzip, another process that pushes to
  the same receiver, counts from before, nothing in time.
- **Null targets** (\`faults/null-targets\`): no check passes on what is no KMS, or pushes nothing that can be judged.

The catalogue (\`faults/catalogue\`) has 229 rows. A test holds that each is planted, planted by a test of another file that
is named, or has a reason why not.`;
