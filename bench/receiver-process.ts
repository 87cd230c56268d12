import { startReceiver } from '../src/otlp/receiver.ts';

/** The suite's receiver by itself: prints where it listens, reads everything, keeps nothing. */
const receiver = await startReceiver({ keptExports: 0 });
process.stdout.write(`${receiver.port}\n`);
