import type { Contract } from '../../../src/contract/contract.ts';
import { type Alert, alertsOf } from '../../../src/dashboards/alerts.ts';
import { toYaml } from '../yaml.ts';
import { ALERT_CASES, type AlertCase } from './alert-cases.ts';

const NOTE = `# What the alerts must do, for "promtool test rules". Generated from scripts/generate/dashboards/alert-cases.ts by
# "npm run generate": change that. "npm run test:alerts" runs it.
`;

/** dashboards/alerts.test.yml: one test for each case, and each case names an alert that there is. */
export const alertTests = (contract: Contract): string =>
  `${NOTE}${toYaml({
    rule_files: ['alerts.yml'],
    evaluation_interval: '30s',
    tests: ALERT_CASES.map((one) => testOf(one, alertOf(contract, one))),
  })}`;

function alertOf(contract: Contract, { alert }: AlertCase): Alert {
  const found = alertsOf(contract).find(({ name }) => name === alert);
  if (found === undefined) throw new Error(`a case is for the alert ${alert}, which there is not`);
  return found;
}

const testOf = ({ alert, says, series, quietAt, firesAt }: AlertCase, { severity, runbook }: Alert) => ({
  name: `${alert}: ${says}`,
  interval: '30s',
  input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
  alert_rule_test: [
    ...quietAt.map((at) => ({ eval_time: at, alertname: alert, exp_alerts: [] })),
    ...firesAt.map(({ at, labels, summary }) => ({
      eval_time: at,
      alertname: alert,
      exp_alerts: [{ exp_labels: { ...labels, severity }, exp_annotations: { summary, runbook } }],
    })),
  ],
});
