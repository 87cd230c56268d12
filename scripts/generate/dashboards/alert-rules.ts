import type { Contract } from '../../../src/contract/contract.ts';
import { type Alert, alertsOf } from '../../../src/dashboards/alerts.ts';
import { toYaml } from '../yaml.ts';

const NOTE =
  '# Alerting rules for Prometheus. Generated from src/dashboards/alerts.ts by "npm run generate": change that.\n';

/** dashboards/alerts.yml */
export const alertRules = (contract: Contract): string => {
  const alerts = alertsOf(contract);
  const group = (of: Alert['of']) => ({
    name: of,
    rules: alerts.filter((alert) => alert.of === of).map(rule),
  });
  return `${NOTE}${toYaml({ groups: [group('kms'), group('collector')] })}`;
};

const rule = ({ name, expr, for: duration, severity, summary, runbook }: Alert) => ({
  alert: name,
  expr,
  for: duration,
  labels: { severity },
  annotations: { summary, runbook },
});
