import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { expect, run } from './shell.ts';

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: {
    readonly steps: readonly {
      readonly name: string;
      readonly env: Readonly<Record<string, string>>;
      readonly run: string;
    }[];
  };
}

/** What the action leaves behind. */
export interface Left {
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Does the steps of action.yml in a folder, as a runner of GitHub does them. */
export function runAction(
  {
    root,
    folder,
    codes,
  }: { readonly root: string; readonly folder: string; readonly codes: readonly number[] },
  inputs: Readonly<Record<string, string>>,
): Left {
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;
  const unknown = Object.keys(inputs).find((name) => !(name in action.inputs));
  if (unknown !== undefined) throw new Error(`action.yml has no input ${unknown}`);
  const temporary = join(folder, 'runner');
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary);
  const files = { summary: join(temporary, 'summary'), output: join(temporary, 'output') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const filled = (text: string): string =>
    text.replace(/\$\{\{ *([\w.-]+) *\}\}/g, (_, name: string) => {
      if (name === 'github.action_path') return root;
      const input = name.replace(/^inputs\./, '');
      return inputs[input] ?? action.inputs[input]?.default ?? '';
    });
  const log = action.runs.steps.map(({ name, env, run: script }, index) => {
    if (script.includes('${{')) throw new Error(`${name}: text of an input would be read as a command`);
    const file = join(temporary, `step-${index}.sh`);
    writeFileSync(file, script);
    return run(
      {
        folder,
        codes: index === action.runs.steps.length - 1 ? codes : [0],
        env: {
          ...Object.fromEntries(Object.entries(env).map(([key, text]) => [key, filled(text)])),
          RUNNER_TEMP: temporary,
          GITHUB_STEP_SUMMARY: files.summary,
          GITHUB_OUTPUT: files.output,
        },
      },
      ...['bash', '--noprofile', '--norc', '-eo', 'pipefail', file],
    );
  });
  const outputs = readFileSync(files.output, 'utf8').trim().split('\n');
  return {
    log: log.join(''),
    summary: readFileSync(files.summary, 'utf8'),
    outputs: Object.fromEntries(outputs.map((line) => line.split(/=(.*)/s).slice(0, 2))),
  };
}

/** The action as a workflow uses it: once with a KMS that conforms, once with a failure, hostile inputs included. */
export function smokeAction(root: string, folder: string, tarball: string): void {
  const good = runAction({ root, folder, codes: [0] }, { version: tarball, args: '--check\npush/grpc' });
  expect(good.outputs.verdict ?? '', 'conform, partial run');
  expect(good.summary, '## ✅ conform');

  const name = '$(touch evil)`touch evil`; touch evil "';
  const broken = runAction(
    { root, folder, codes: [4] },
    { version: tarball, target: 'command:/bin/false', args: `--fast\n--seed\n${name}` },
  );
  expect(`${broken.outputs['exit-code']}`, '4');
  expect(broken.log, '::error title=');
  const evil = run({ folder }, 'ls');
  if (evil.includes('evil')) throw new Error('the text of an input was run as a command');
}
