import { killUnderLoad } from './durability/kills.ts';

/** Kills the reference server under load: `node scripts/test-durability.ts [kills] [seed]`. */
const [kills = '200', seed = String(Date.now() % 2 ** 32)] = process.argv.slice(2);

process.stdout.write(`${kills} kills, seed ${seed}\n`);
const { wrong, acknowledged, objects, kills: done } = await killUnderLoad(Number(kills), Number(seed));
process.stdout.write(`${done} kills, ${acknowledged} requests acknowledged, ${objects} objects\n`);
for (const line of wrong) process.stdout.write(`wrong: ${line}\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;
