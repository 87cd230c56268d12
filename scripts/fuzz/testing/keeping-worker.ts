import { noteIn } from '../run-note.ts';

/** A worker whose server never forgets: with its 42nd input it fills the heap. */
const kept: unknown[] = [];
process.on('message', () => {
  noteIn(process.argv[2] ?? '')(41);
  for (;;) kept.push(Array.from({ length: 10_000 }, Math.random));
});
