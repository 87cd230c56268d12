import { documented } from '../contract/contract.fixture.ts';
import { exportOf, numberPoint } from '../judge/record.fixture.ts';
import { at } from '../ledger/entries.fixture.ts';
import type { Export } from '../otlp/export.ts';
import { type Redact, redactor } from '../report/redact.ts';
import { cleaner } from './clean.ts';
import { MAIN, Model, type ModelOptions } from './model.ts';

export const CONTRACT = documented();

export const modelOf = (judges: ModelOptions['judges'] = 'stream', redact: Redact = redactor([])): Model =>
  new Model({ contract: CONTRACT, startedAtUnixMs: at(0), judges, strict: false, clean: cleaner(redact) });

export const taken = (model: Model, received: Export): void =>
  model.take({ kind: 'export', atUnixMs: received.arrivedAtUnixMs, instance: MAIN, received });

/** As many series of one counter, one for each user, at that second; the value of each by its index. */
export const usersExport = (
  seconds: number,
  count: number,
  standing: (index: number) => bigint,
  unit = '{operation}',
): Export =>
  exportOf(
    [
      {
        name: 'kms.kmip.operations.per_user.total',
        description: 'Operations by user',
        unit,
        metadata: [],
        data: {
          kind: 'sum',
          temporality: 'cumulative',
          isMonotonic: true,
          points: Array.from({ length: count }, (_, index) =>
            numberPoint(standing(index), seconds, { user: `user-${index}`, operation: 'Get' }),
          ),
        },
      },
    ],
    seconds,
  );
