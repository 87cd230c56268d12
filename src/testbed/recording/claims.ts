import { checksOf } from '../../contract/checks.ts';
import type { EpochRecord } from '../../judge/record.ts';
import type { Exclusions } from '../../judge/verdict.ts';

/** Checks of what the recorded target did not have. */
export const notApplicable = ({ setting }: EpochRecord): Exclusions =>
  new Map(
    checksOf(setting.contract)
      .filter(({ capability }) => capability === 'hsm' && setting.hsmModel === undefined)
      .map(({ id }) => [id, { state: 'not-applicable', reason: 'the recorded target had no HSM' }]),
  );
