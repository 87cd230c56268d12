import type { ServerFault } from '../fault.ts';
import { hsmFaults } from './hsm-faults.ts';
import { meterFaults } from './meter-faults.ts';
import { processFaults } from './process-faults.ts';
import { pushFaults } from './push-faults.ts';
import { recorderFaults } from './recorder-faults.ts';
import { storeFaults } from './store-faults.ts';

/** Every fault that is planted in a running server. */
export const serverFaults: readonly ServerFault[] = [
  ...recorderFaults,
  ...storeFaults,
  ...hsmFaults,
  ...meterFaults,
  ...pushFaults,
  ...processFaults,
];
