import { posix } from 'node:path';
import { PACKAGES, PRINTING, ROOMS, type Room } from './rooms.ts';

export interface Source {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Sentences about every line of a file that breaks a rule of the house. Tests and their helpers are free. */
export function violationsOf(source: Source): readonly string[] {
  if (isForTests(source.path)) return [];
  const room = roomOf(source.path);
  if (room === undefined)
    return [`${source.path} stands in no room; give its folder a row in scripts/rooms.ts`];
  return [
    ...importsOf(source.text).flatMap((found) => importViolation(source.path, room, found)),
    ...printingViolations(source),
  ];
}

interface Import {
  readonly line: number;
  /** undefined = computed when the program runs. */
  readonly specifier: string | undefined;
  readonly typesOnly: boolean;
}

const STATIC = /^(?:import|export)\s+(type\s)?(?:[\w*{][^'"`;()=]*?\sfrom\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\(\s*(?:'([^']+)')?/g;

function importsOf(text: string): readonly Import[] {
  const line = (index: number) => text.slice(0, index).split('\n').length;
  return [
    ...[...text.matchAll(STATIC)].map(({ index, 1: type, 2: specifier = '' }) => ({
      line: line(index),
      specifier,
      typesOnly: type !== undefined,
    })),
    ...[...text.matchAll(DYNAMIC)].map(({ index, 1: specifier }) => ({
      line: line(index),
      specifier,
      typesOnly: /typeof\s+$/.test(text.slice(0, index)),
    })),
  ];
}

function importViolation(
  path: string,
  room: Room,
  { line, specifier, typesOnly }: Import,
): readonly string[] {
  const where = `${path}:${line}: `;
  if (specifier === undefined) return [`${where}imports what is computed: write the path as a literal`];
  if (!specifier.startsWith('.')) {
    const owned = PACKAGES.find(({ prefix }) => specifier.startsWith(prefix));
    if (owned === undefined || owned.rooms.includes(room.path)) return [];
    return [`${where}${owned.prefix} belongs to ${owned.rooms.join(', ')}, not to ${room.path}`];
  }
  const target = posix.join(posix.dirname(path), specifier);
  // A benchmark is made of what tests are made of.
  if (isForTests(target) && room.path !== 'bench') return [`${where}${target} is for tests only`];
  if (roomOf(target) === room) return [];
  const isAllowed = room.imports.some((entry) => {
    const [allowed = '', types] = entry.split(' ');
    return isWithin(target, allowed) && (typesOnly || types === undefined);
  });
  if (isAllowed) return [];
  const may = room.imports.length === 0 ? 'no other room' : room.imports.join(', ');
  return [`${where}imports ${typesOnly ? 'types of ' : ''}${target}, but ${room.path} may import ${may}`];
}

const PRINTS = /(?<![\w.#])(?:process\.(?:stdout|stderr|exit|exitCode|abort)|console)\b/;

function printingViolations({ path, text }: Source): readonly string[] {
  if (PRINTING.some((place) => isWithin(path, place))) return [];
  return text.split('\n').flatMap((line, index) => {
    const [found] = PRINTS.exec(line) ?? [];
    return found === undefined ? [] : [`${path}:${index + 1}: ${found} is for ${PRINTING.join(', ')} only`];
  });
}

const roomOf = (path: string): Room | undefined =>
  ROOMS.filter((room) => isWithin(path, room.path))
    .toSorted((a, b) => b.path.length - a.path.length)
    .at(0);

const isWithin = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

const isForTests = (path: string): boolean =>
  /\.(test|fixture)\.ts$/.test(path) || path.split('/').includes('testing');
