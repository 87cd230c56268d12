import { exercised, finding } from '../../../judge/finding.ts';
import { notTestable, type StackRule, summed } from '../ruling.ts';

const CHECK = 'grafana/screens';

/** Every number on Grafana's screen is the one that the traffic has led to, and no panel is empty or in error. */
export const onScreens: StackRule = ({ screens }) => {
  if (screens.kind === 'not seen') return [notTestable(CHECK, `Grafana: not run (${screens.reason})`)];
  const { failures, passed } = screens;
  if (failures.length > 0) return [finding(CHECK, summed('a browser sees in Grafana', failures))];
  return passed > 0 ? [exercised(CHECK)] : [notTestable(CHECK, 'the browser has looked at nothing')];
};
