import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Command, CommanderError } from 'commander';
import { wordsOf } from '../testbed/targets/grammar.ts';
import { conformanceProgram } from './program.ts';

const root = join(import.meta.dirname, '../..');

/** A command line of a text, and where it stands. */
interface Line {
  readonly place: string;
  readonly words: readonly string[];
}

const START =
  /^(?:\$ )?(?:npx (?:--yes --package \S+ )?)?kms-conformance(?= |$)|^npm run conformance(?: --(?= |$))?/;

/** As a reader copies them: lines of blocks and of examples, and words between back-ticks; "..." stands for anything. */
function linesOf(text: string, source: string): readonly Line[] {
  const joined = text.replaceAll(/\\\n\s*/g, ' ');
  const candidates = [
    ...joined.split('\n').map((line) => line.trim()),
    ...[...joined.matchAll(/`([^`\n]+)`/g)].map(([, quoted = '']) => quoted),
  ];
  return candidates.flatMap((line) => {
    const start = START.exec(line);
    if (start === null || line.includes('...')) return [];
    const rest = line.slice(start[0].length).split(/ [#>|] /)[0] ?? '';
    const words = wordsOf(rest);
    const isRun = start[0].startsWith('npm');
    return [{ place: `${source}: ${line}`, words: isRun ? ['run', ...words] : words }];
  });
}

/** What commander says against a command line, without doing it; undefined = nothing. */
function complaint(words: readonly string[]): string | undefined {
  if (words.length === 0) return undefined;
  const program = conformanceProgram();
  try {
    return against(program, words);
  } catch (error) {
    if (error instanceof CommanderError)
      return error.code === 'commander.helpDisplayed' ? undefined : error.message;
    throw error;
  }
}

function against(command: Command, words: readonly string[]): string | undefined {
  command.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  if (words.includes('--help'))
    return words.length > 1
      ? against(
          command,
          words.filter((w) => w !== '--help'),
        )
      : undefined;
  const [first] = words;
  const next = command.commands.find((one) => one.name() === first);
  if (next !== undefined) return against(next, words.slice(1));
  if (command.commands.length > 0) return first === undefined ? undefined : `there is no command ${first}`;
  const { operands, unknown } = command.parseOptions([...words]);
  if (unknown.length > 0) return `unknown ${unknown.join(' ')}`;
  const { length } = command.registeredArguments;
  return operands.length > length ? `too many arguments: ${operands.join(' ')}` : undefined;
}

const DOCUMENTS = globSync(['README.md', 'docs/*.md', '.github/**/*.md'], { cwd: root });

for (const document of DOCUMENTS) {
  test(`every command line in ${document} is one`, () => {
    for (const { place, words } of linesOf(readFileSync(join(root, document), 'utf8'), document))
      assert.equal(complaint(words), undefined, place);
  });
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
  return text;
}
const everyCommand = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(everyCommand),
];

for (const command of everyCommand(conformanceProgram()).filter((one) => one.name() !== 'help')) {
  test(`the help of ${command.name()} has examples, and each is a command line`, () => {
    const [, examples] = helpOf(command).split('\nExamples:\n');
    assert.ok(examples !== undefined, 'no examples');
    const lines = linesOf(examples, command.name());
    assert.ok(lines.length > 0);
    for (const { place, words } of lines) assert.equal(complaint(words), undefined, place);
  });
}

test('command lines are found', () => {
  const lines = DOCUMENTS.flatMap((document) =>
    linesOf(readFileSync(join(root, document), 'utf8'), document),
  );
  assert.ok(lines.length > 30, `${lines.length}`);
});

for (const [line, words] of [
  ['an option that there is not', ['run', '--no-such-option']],
  ['a command that there is not', ['rnu']],
  ['a word that an option does not know', ['list', '--level', 'MIGHT']],
  ['an argument too many', ['explain', 'push/grpc', 'push/outage']],
] as const)
  test(`${line} is told`, () => assert.notEqual(complaint(words), undefined));

test('what a document includes is what stands there', () => {
  for (const document of DOCUMENTS) {
    const text = readFileSync(join(root, document), 'utf8');
    for (const [, path = '', block] of text.matchAll(/<!-- include (\S+) -->\n```\w*\n(.*?)```/gs))
      assert.equal(block, readFileSync(join(root, path), 'utf8'), `${document} shows an old ${path}`);
  }
});

test('every link of a document leads somewhere', () => {
  for (const document of DOCUMENTS) {
    const text = readFileSync(join(root, document), 'utf8').replaceAll(/`[^`]*`/g, '');
    for (const [, path = '', anchor] of text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)) {
      const file = path === '' ? join(root, document) : join(root, document, '..', path);
      const target = globSync(file).length > 0;
      assert.ok(target, `${document} links to ${path}`);
      if (anchor !== undefined)
        assert.ok(anchorsOf(readFileSync(file, 'utf8')).includes(anchor), `${document}: #${anchor}`);
    }
  }
});

/** As GitHub makes them of headings. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
