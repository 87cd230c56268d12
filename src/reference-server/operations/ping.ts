import type { Operation } from './operation.ts';

/** Says that the server is there (KMIP 2.1, Ping). */
export const ping: Operation = async () => [];
