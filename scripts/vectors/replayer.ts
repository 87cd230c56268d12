import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../program.ts';
import type { Reference } from '../reference.ts';
import type { Section, Way } from './sections.ts';
import type { Outcome } from './verdict.ts';

/** Where the vectors and the program that replays them are. */
export interface Material {
  readonly vectors: string;
  readonly list: string;
  readonly replayer: string;
}

export const materialIn = (vectors: string): Material => ({
  vectors,
  list: join(vectors, 'list.txt'),
  replayer: join(vectors, '..', 'tools', 'replay_vectors.py'),
});

export interface Replaying {
  readonly material: Material;
  readonly section: Section;
  readonly way: Way;
  readonly reference: Reference;
  /** Of the user who acts where a vector names none. */
  readonly owner: { readonly certificateFile: string; readonly keyFile: string };
  /** For what this replay leaves behind. */
  readonly folder: string;
  readonly extra: readonly string[];
}

/** Replays a section through one way in. @throws Error when the replayer itself fails */
export async function replay(replaying: Replaying): Promise<readonly Outcome[]> {
  const { material, section, way, reference, owner, folder, extra } = replaying;
  const report = join(folder, 'report.json');
  const args = [
    ...[material.replayer, '--root', material.vectors, '--list', material.list, '--section', section.name],
    ...['--base-url', `https://127.0.0.1:${reference.port}`, '--ca', reference.authorityFile],
    ...['--cert', owner.certificateFile, '--key', owner.keyFile],
    ...(section.comparison === 'lenient' ? ['--lenient'] : []),
    ...(way === 'HTTP JSON' ? [] : ['--wire', 'binary']),
    ...(way === 'TLS socket' ? ['--kmip-tls', `127.0.0.1:${reference.socketPort}`] : []),
    ...['--report', report, ...extra],
  ];
  const { stdout, stderr } = await run('python3', args);
  try {
    return JSON.parse(await readFile(report, 'utf8')) as readonly Outcome[];
  } catch {
    throw new Error(`The replayer left no report (${section.name}, ${way}). It said:\n${stdout}${stderr}`);
  }
}
