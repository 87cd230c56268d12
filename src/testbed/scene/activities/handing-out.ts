import * as calls from '../../../driver/calls.ts';
import {
  type Activities,
  type Activity,
  active,
  keyOf,
  known,
  type Memory,
  wrappingKeyOf,
} from './activity.ts';

const onKey = (operation: string): Activity => ({
  call: (memory) => calls.onObject(operation, keyOf(memory)),
});
const wrapped = (operation: 'Get' | 'Export'): Activity => ({
  call: (memory) => calls.getWrapped(operation, keyOf(memory), wrappingKeyOf(memory)),
  remember: (memory, answer) => {
    memory.handedOut = answer;
  },
});
const handedOut = (memory: Memory) => known(memory.handedOut, 'wrapped key');

/** Objects on their way out, and back in. */
export const handingOut: Activities = {
  'gets that key': onKey('Get'),
  'exports that key': onKey('Export'),
  'gets that key without permission': { ...onKey('Get'), failsWith: 'PermissionDenied' },
  'gets an unknown object': {
    call: ({ unique }) => calls.onObject('Get', `${unique()}-unknown`),
    failsWith: 'ObjectNotFound',
  },
  'gets that key wrapped': wrapped('Get'),
  'exports that key wrapped': wrapped('Export'),
  'imports the wrapped key in clear': {
    call: (memory) => calls.importWrapped(`${memory.unique()}-imported`, handedOut(memory), active),
  },
  'registers the wrapped key as it is': {
    call: (memory) => calls.registerWrapped(handedOut(memory), active),
  },
};
