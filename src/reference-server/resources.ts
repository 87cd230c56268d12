import { pinOf } from './config/secrets.ts';
import type { Config } from './config/settings.ts';
import type { Hsm } from './hsm/hsm.ts';
import { reasonOf } from './log/reason.ts';
import { StartError } from './start-error.ts';
import { openSqliteStore } from './store/sqlite-store.ts';
import type { Store } from './store/store.ts';

/** @throws StartError */
export const openStore = ({ sqlitePath }: Pick<Config, 'sqlitePath'>): Store => {
  try {
    return openSqliteStore(sqlitePath);
  } catch (error) {
    throw cannot(`open the database in the folder ${sqlitePath} (--sqlite-path)`, error);
  }
};

/**
 * The module, when a slot of one is named. A slot that cannot be used now stops nothing else.
 * @param warn is told of it in a sentence
 * @throws StartError
 */
export const openHsm = async (
  { hsmLibrary, hsmModel, hsmSlots, hsmPasswords }: Config,
  warn: (problem: string) => void,
): Promise<Hsm | undefined> => {
  if (hsmSlots.length === 0) return undefined;
  const module = await import('./hsm/open.ts');
  const slots = hsmSlots.map((slot, index) => ({ slot, pin: pinOf(hsmPasswords[index]) }));
  try {
    return await module.openHsm({ library: hsmLibrary, model: hsmModel, slots }, warn);
  } catch (error) {
    throw cannot('open the HSM', error);
  }
};

const cannot = (what: string, error: unknown): StartError =>
  new StartError(`Cannot ${what}: ${reasonOf(error).replace(/\.$/, '')}.`);
