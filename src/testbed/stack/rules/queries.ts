import { prometheusSeries } from '../../../contract/prometheus.ts';
import { exercised, finding } from '../../../judge/finding.ts';
import type { AskedQuery, StackEvidence } from '../evidence.ts';
import { exportedInstruments } from '../instruments.ts';
import { notTestable, type StackRule, type StackRuling } from '../ruling.ts';

/** Every query of every dashboard is understood, and has data where the KMS has exported what it is about. */
export const dashboardQueries: StackRule = (evidence) =>
  rulingsOn('dashboards/queries', evidence.dashboards, evidence);

/** The same of what the alerts look at: an alert on nothing would never fire. */
export const alertSelectors: StackRule = (evidence) =>
  rulingsOn('alerts/selectors', evidence.alerts, evidence);

function rulingsOn(
  check: string,
  asked: readonly AskedQuery[],
  evidence: StackEvidence,
): readonly StackRuling[] {
  const absent = namesNeverExported(evidence);
  const isAboutAbsent = ({ query }: AskedQuery) => wordsIn(query).some((word) => absent.has(word));
  const problems = asked.flatMap((one) => {
    if (one.error !== undefined) return [`${one.where}: ${one.query} is refused: ${one.error}`];
    return one.seriesCount === 0 && !isAboutAbsent(one) ? [`${one.where}: ${one.query} returns no data`] : [];
  });
  if (problems.length > 0) return problems.map((message) => finding(check, message));
  const answered = asked.filter(({ seriesCount }) => seriesCount > 0);
  return answered.length > 0 ? [exercised(check)] : [notTestable(check, 'no query has returned data')];
}

const wordsIn = (query: string): readonly string[] => query.match(/[A-Za-z_:][\w:]*/g) ?? [];

/** Names of the instruments that are promised and were not exported: other checks say so. */
function namesNeverExported(evidence: StackEvidence): ReadonlySet<string> {
  const exported = new Set(exportedInstruments(evidence).map(({ name }) => name));
  const { instruments } = evidence.record.setting.contract;
  return new Set(
    instruments
      .filter(({ name }) => !exported.has(name))
      .flatMap((instrument) => prometheusSeries(instrument)),
  );
}
