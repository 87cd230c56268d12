import type { Command } from 'commander';
import { checksOf } from '../../contract/checks.ts';
import { loadContract } from '../../contract/load.ts';
import { DOCUMENTED } from '../profiles.ts';

export function addList(program: Command): void {
  program
    .command('list')
    .description('print the id, level and text of every check')
    .action(() => {
      for (const { id, level, text } of checksOf(loadContract(DOCUMENTED))) {
        process.stdout.write(`${id.padEnd(52)} ${level.padEnd(6)} ${text}\n`);
      }
    });
}
