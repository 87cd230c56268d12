import { prometheusSeries } from '../../../contract/prometheus.ts';
import { exercised, finding } from '../../../judge/finding.ts';
import { samplesOf } from '../../../judge/sample.ts';
import type { StackEvidence } from '../evidence.ts';
import type { Exposition } from '../exposition.ts';
import { type Exported, exportedInstruments } from '../instruments.ts';
import { notTestable, type StackRule, summed } from '../ruling.ts';

const CHECK = 'prometheus/names';

/** Names that the translation adds to those of the instruments. */
const ADDED = ['target_info', 'otel_scope_info'];

const TYPES: Readonly<Record<Exported['kind'], string>> = {
  counter: 'counter',
  'up-down-counter': 'gauge',
  gauge: 'gauge',
  histogram: 'histogram',
};

/**
 * What was exported stands under the names of the contract's table, and nothing stands there under another: in what
 * the Collector shows to scrapers, and in the Prometheus that it sends to.
 */
export const names: StackRule = (evidence) => {
  const instruments = exportedInstruments(evidence);
  if (instruments.length === 0) return [notTestable(CHECK, 'the KMS has exported no instrument')];
  const expected = new Set(instruments.flatMap((instrument) => prometheusSeries(instrument)));
  const shown = new Set(evidence.exposition.samples.map(({ name }) => name));
  const kept = new Set(evidence.prometheus.names.filter((name) => isOfKms(name, evidence)));
  const problems = [
    ...missing('the Collector does not show to scrapers', expected, shown),
    ...missing('Prometheus does not know', expected, kept),
    ...missing('the Collector shows a name that no rule gives', without(shown, ADDED), expected),
    ...missing('Prometheus knows a name that no rule gives', kept, expected),
    ...wrongTypes(instruments, evidence.exposition),
  ];
  return problems.length > 0 ? problems.map((message) => finding(CHECK, message)) : [exercised(CHECK)];
};

function missing(what: string, wanted: ReadonlySet<string>, there: ReadonlySet<string>): readonly string[] {
  const absent = [...wanted].filter((name) => !there.has(name));
  return absent.length === 0 ? [] : [summed(what, absent)];
}

const without = (all: ReadonlySet<string>, some: readonly string[]): ReadonlySet<string> =>
  new Set([...all].filter((name) => !some.includes(name)));

/** Prometheus scrapes itself and the Collector as well; what comes from the KMS begins as its instruments do. */
function isOfKms(name: string, { sent }: StackEvidence): boolean {
  const first = new Set(
    sent.slice(-1).flatMap((one) => samplesOf(one).map(({ instrument }) => instrument.split('.')[0])),
  );
  return first.has(name.split('_')[0]);
}

const wrongTypes = (instruments: readonly Exported[], { types }: Exposition): readonly string[] =>
  instruments.flatMap((instrument) => {
    const [base = ''] = prometheusSeries(instrument);
    const family = instrument.kind === 'histogram' ? base.replace(/_bucket$/, '') : base;
    const type = types.get(family);
    return type === undefined || type === TYPES[instrument.kind]
      ? []
      : [`${family} is shown to scrapers as a ${type}, and ${instrument.name} is a ${instrument.kind}`];
  });
