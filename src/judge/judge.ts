import { checkId } from '../contract/checks.ts';
import { ASPECTS, type Instrument } from '../contract/contract.ts';
import { exercised, finding, type Ruling } from './finding.ts';
import type { EpochRecord } from './record.ts';
import { clock } from './rules/clock.ts';
import { connections } from './rules/connections.ts';
import { idle } from './rules/idle.ts';
import { invariants, kmipWithinHttp } from './rules/invariants.ts';
import { boundedLabels } from './rules/labels.ts';
import { STREAM_RULES } from './rules/of-streams.ts';
import { cadence, firstExport } from './rules/push.ts';
import { resolution } from './rules/resolution.ts';
import { restart } from './rules/restart.ts';
import type { Rule } from './rules/rule.ts';
import { values } from './rules/values.ts';
import { type View, viewOf } from './view.ts';

const RULES: readonly Rule[] = [
  values,
  connections,
  ...STREAM_RULES,
  clock,
  resolution,
  boundedLabels,
  invariants,
  kmipWithinHttp,
  idle,
  balance,
  firstExport,
  cadence,
  aspects,
];

/**
 * (contract and ledger, stream) -> findings, and the checks that were put to the test. Pure. A stream in which
 * nothing moved as predicted puts nothing to the test: it may be empty, constant or another service's.
 */
export function judge(record: EpochRecord): readonly Ruling[] {
  const view = viewOf(record);
  const rulings = RULES.flatMap((rule) => rule(view));
  return view.moved.size > 0 ? rulings : rulings.filter(({ kind }) => kind === 'finding');
}

/** All epochs of one instance, and what a restart promises between them. */
export const judgeEpochs = (records: readonly EpochRecord[]): readonly Ruling[] => judgeInstances([records]);

/** All instances of a run; a finding says which of all their epochs, in this order, it was found in. */
export function judgeInstances(instances: readonly (readonly EpochRecord[])[]): readonly Ruling[] {
  let before = 0;
  return instances.flatMap((records) => {
    const first = before;
    before += records.length;
    return [
      ...records.flatMap((record, index) => inEpoch(first + index, judge(record))),
      ...records.slice(1).flatMap((after, index) => {
        const previous = records[index];
        return previous === undefined
          ? []
          : inEpoch(first + index + 1, restart(viewOf(previous), viewOf(after)));
      }),
    ];
  });
}

const inEpoch = (epoch: number, rulings: readonly Ruling[]): readonly Ruling[] =>
  rulings.map((ruling) => (ruling.kind === 'finding' ? { ...ruling, epoch } : ruling));

/**
 * The aspects of an instrument are put to the test when it moved as predicted: a constant or foreign stream
 * passes nothing. The clock rule speaks for the values of uptime and start time.
 */
function aspects(view: View): readonly Ruling[] {
  const onTime = clock(view)
    .filter(({ kind }) => kind === 'exercised')
    .map(({ check }) => check);
  return view.contract.instruments
    .filter(({ name }) => view.moved.has(name) || onTime.includes(checkId(name, 'value')))
    .flatMap((instrument) =>
      ASPECTS.filter((aspect) => aspect !== 'value' || areToldApart(instrument, view)).map((aspect) =>
        exercised(checkId(instrument.name, aspect)),
      ),
    );
}

/** Where an attribute must tell users apart, the traffic of one alone puts nothing to the test. */
const areToldApart = ({ name, attributes: rules }: Instrument, { moments }: View): boolean =>
  rules
    .filter(({ distinguishes }) => distinguishes)
    .every(({ key }) => {
      const series = moments.at(-1)?.prediction.instruments.get(name)?.series ?? [];
      const certain = series.filter(({ value }) => value.min > 0n).map(({ labels }) => labels[key]);
      return new Set(certain).size > 1;
    });

/** The final observation covers the whole ledger, and every documented series was predicted or is zero. */
function balance({ moments, record }: View): readonly Ruling[] {
  const last = moments.at(-1);
  if (last === undefined || !last.final) return [];
  const open = record.entries.length - last.entryCount;
  return open === 0
    ? [exercised('closed-world/balance')]
    : [
        finding(
          'closed-world/balance',
          `${open} requests were sent after the final observation and could not be judged`,
        ),
      ];
}
