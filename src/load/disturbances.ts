import type { Instance } from '../testbed/instance.ts';
import type { StackSession } from '../testbed/stack/session.ts';
import type { Incident } from './account.ts';
import { at, during, IN_THE_MIDDLE, type LoadFault } from './faults.ts';
import type { Hindrance } from './hindrance.ts';
import { refusedByHsm } from './hsm-answers.ts';
import type { LoadProfile } from './profiles.ts';

/** All that a fault may need. */
export interface Surroundings {
  readonly instance: Instance;
  readonly profile: LoadProfile;
  readonly stack: StackSession | undefined;
  readonly hindrance: Hindrance | undefined;
}

/** Something that goes wrong beside the load. */
export interface Disturbance {
  /** Ends with the signal at the latest; what was done is undone then. */
  run(signal: AbortSignal): Promise<void>;
  /** What is known of it when everything has come to rest. */
  incident(): Promise<Incident>;
}

/** Longer teaches nothing new. */
const AWAY_AT_MOST_MS = 60_000;

const RECEIVER_RESTARTS = [1 / 4, 1 / 2, 3 / 4];

/** undefined: the fault is not beside the load, or there is none. */
export function disturbanceOf(
  fault: LoadFault | undefined,
  surroundings: Surroundings,
): Disturbance | undefined {
  switch (fault) {
    case 'receiver-down':
      return receiverDown(surroundings);
    case 'collector-restarted':
      return surroundings.stack === undefined
        ? receiverRestarted(surroundings)
        : collectorRestarted(surroundings, surroundings.stack);
    case 'slow-disk':
    case 'hsm-errors':
      return hindered(surroundings, fault);
    default:
      return undefined;
  }
}

function receiverDown({ instance: { collector }, profile }: Surroundings): Disturbance {
  let sinceMs = 0;
  let seconds = 0;
  let wasMissed = false;
  return {
    run: (signal) =>
      during(
        profile,
        signal,
        { ...IN_THE_MIDDLE, atMostMs: AWAY_AT_MOST_MS },
        {
          async begin() {
            await collector.goAway();
            sinceMs = performance.now();
          },
          async end() {
            wasMissed = collector.absence.wasPushInVain;
            await collector.come();
            seconds = (performance.now() - sinceMs) / 1000;
          },
        },
      ),
    incident: async () => ({ fault: 'receiver-down', seconds, wasMissed }),
  };
}

function receiverRestarted({ instance, profile }: Surroundings): Disturbance {
  const exportsThen: number[] = [];
  return {
    run: (signal) =>
      at(profile, signal, RECEIVER_RESTARTS, async () => {
        exportsThen.push(instance.exports.length);
        await instance.collector.goAway();
        await instance.collector.come();
      }),
    incident: async () => ({
      ...{ fault: 'collector-restarted', what: 'receiver', times: exportsThen.length },
      before: exportsThen[0] ?? 0,
      after: instance.exports.length - (exportsThen.at(-1) ?? 0),
    }),
  };
}

function collectorRestarted({ profile }: Surroundings, stack: StackSession): Disturbance {
  let seconds = 0;
  return {
    run: (signal) =>
      at(profile, signal, [1 / 2], async () => {
        const sinceMs = performance.now();
        await stack.restartCollector();
        seconds = (performance.now() - sinceMs) / 1000;
      }),
    incident: async () => {
      const { taken, untaken } = await stack.answeredFor();
      return { fault: 'collector-restarted', what: 'Collector', seconds, taken, untaken };
    },
  };
}

function hindered(
  { instance, profile, hindrance }: Surroundings,
  fault: 'slow-disk' | 'hsm-errors',
): Disturbance {
  if (hindrance === undefined) throw new Error(`${fault} is in the KMS, and this one was started without it`);
  return {
    run: (signal) =>
      during(profile, signal, IN_THE_MIDDLE, {
        begin: () => hindrance.begin(),
        end: () => hindrance.end(),
      }),
    incident: async () => {
      const struck = await hindrance.times();
      return fault === 'slow-disk'
        ? { fault, writes: struck }
        : { fault, refused: struck, told: refusedByHsm(instance.ledger.entries) };
    },
  };
}
