import { fileURLToPath } from 'node:url';

/** The profile of the document itself. */
export const DOCUMENTED = fileURLToPath(new URL('../../contract/documented.toml', import.meta.url));
