import type { Writable } from 'node:stream';

/** Who reads the output has seen enough ("kms-conformance list | head -1"): no error, and the exit code stays what it is. */
export function letReadersLeave(...outputs: readonly Writable[]): void {
  for (const output of outputs)
    output.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
}
