import { exercised, finding } from '../../../judge/finding.ts';
import { type StackEvidence, TO_JAEGER } from '../evidence.ts';
import type { ExposedSample } from '../exposition.ts';
import { countPoints } from '../points.ts';
import { notTestable, type StackRuling } from '../ruling.ts';

const CHECK = 'collector/counters';

/** Counters of the Collector about itself that tell of something lost or turned away, whatever the signal. */
const LOSSES = /^otelcol_\w+_(send_failed|enqueue_failed|refused|dropped|failed)_/;

/**
 * Nothing is counted as failed, refused or dropped; that the counters count is seen by those of what was accepted and
 * sent, which must equal the points that the KMS sent.
 */
export const counters = (
  evidence: Pick<StackEvidence, 'ownMetrics' | 'sent' | 'exporters'>,
): readonly StackRuling[] => {
  const { ownMetrics, sent, exporters } = evidence;
  const points = countPoints(sent);
  if (points === 0) return [notTestable(CHECK, 'the KMS has sent no point')];
  const lost = ownMetrics.samples.filter(
    ({ name, labels, value }) => LOSSES.test(name) && labels.exporter !== TO_JAEGER && value !== 0,
  );
  const wanted = [
    ['otelcol_receiver_accepted_metric_points', 'receiver', 'otlp'],
    ...exporters.map((exporter) => ['otelcol_exporter_sent_metric_points', 'exporter', exporter] as const),
  ] as const;
  const wrong = wanted.flatMap(([name, label, value]) => {
    const counted = total(evidence, name, (labels) => labels[label] === value);
    return counted === points
      ? []
      : [
          `the Collector counts ${counted} points as ${name}{${label}=${JSON.stringify(value)}}, and the KMS has sent ${points}`,
        ];
  });
  const messages = [...lost.map(sentenceOf), ...wrong];
  return messages.length > 0 ? messages.map((message) => finding(CHECK, message)) : [exercised(CHECK)];
};

/** The sum of all samples of a name, with or without the suffix of counters. */
export const total = (
  { ownMetrics }: Pick<StackEvidence, 'ownMetrics'>,
  name: string,
  isMeant: (labels: ExposedSample['labels']) => boolean,
): number =>
  ownMetrics.samples
    .filter((sample) => (sample.name === name || sample.name === `${name}_total`) && isMeant(sample.labels))
    .reduce((sum, { value }) => sum + value, 0);

const sentenceOf = ({ name, labels, value }: ExposedSample): string => {
  const { exporter, receiver, processor } = labels;
  return `the Collector counts ${value} as ${name} of ${exporter ?? receiver ?? processor ?? 'itself'}`;
};
