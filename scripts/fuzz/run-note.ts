import { openSync, readFileSync, writeSync } from 'node:fs';

const BYTES = 4;

/** Where a process notes which input it is about to send: the note outlives it. */
export function noteIn(file: string): (run: number) => void {
  const descriptor = openSync(file, 'w');
  const bytes = Buffer.alloc(BYTES);
  return (run) => {
    bytes.writeUInt32LE(run);
    writeSync(descriptor, bytes, 0, BYTES, 0);
  };
}

/** The number noted last, 0 when there is none. */
export function notedIn(file: string): number {
  try {
    const bytes = readFileSync(file);
    return bytes.length < BYTES ? 0 : bytes.readUInt32LE();
  } catch {
    return 0;
  }
}
