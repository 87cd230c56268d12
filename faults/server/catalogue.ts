import type { ServerFault } from '../fault.ts';
import { conversationFaults } from './conversation-faults.ts';
import { countFaults } from './count-faults.ts';
import { hsmFaults } from './hsm-faults.ts';
import { instrumentFaults } from './instrument-faults.ts';
import { meterFaults } from './meter-faults.ts';
import { processFaults } from './process-faults.ts';
import { pushFaults } from './push-faults.ts';
import { recorderFaults } from './recorder-faults.ts';
import { routeFaults } from './route-faults.ts';
import { ROWS } from './rows.ts';
import { secretFaults } from './secret-faults.ts';
import { seriesFaults } from './series-faults.ts';
import { storeFaults } from './store-faults.ts';

const rowOf = ({ id, of = ROWS[id] }: ServerFault) => (of === undefined ? {} : { of });

/** Every fault that is planted in a running server. */
export const serverFaults: readonly ServerFault[] = [
  ...countFaults,
  ...instrumentFaults,
  ...routeFaults,
  ...recorderFaults,
  ...storeFaults,
  ...hsmFaults,
  ...meterFaults,
  ...pushFaults,
  ...conversationFaults,
  ...secretFaults,
  ...seriesFaults,
  ...processFaults,
].map((fault) => ({ ...fault, ...rowOf(fault) }));
