import * as calls from '../../../driver/calls.ts';
import type { Activities } from './activity.ts';

/** Questions about no object in particular. */
export const asking: Activities = {
  'locates by an unknown name': { call: ({ unique }) => calls.locate(`${unique()}-nobody`) },
  'asks which operations there are': { call: () => calls.query() },
  'asks for the versions': { call: () => calls.discoverVersions() },
  pings: { call: () => calls.call('Ping') },
  'begins an interoperability test': { call: () => calls.interop('conformance suite') },
};
