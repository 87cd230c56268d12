import { readFileSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { must } from './execute.ts';
import type { Program } from './programs.ts';

/** Without what only debuggers read. */
export const FLAGS: readonly string[] = ['-ldflags=-s -w'];

/** Without a dynamic loader, which an image FROM scratch has not; nothing but the installed toolchain. */
export const GO_ENV = { CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOWORK: 'off' };

const beside = (...path: readonly string[]): string => join(import.meta.dirname, ...path);

/** The text beside this file that decides what comes out, besides name and version. */
export function ownText({ source }: Program): string {
  if (source.from === 'components') return readFileSync(beside(source.file), 'utf8');
  if (source.from === 'folder') return readFileSync(beside(source.folder, 'main.go'), 'utf8');
  return source.package;
}

/**
 * Makes the folder a module from which the program can be built.
 * @returns what to build
 * @throws Error with what Go said
 */
export async function prepareSource(
  { source, version }: Program,
  go: string,
  folder: string,
  signal?: AbortSignal,
): Promise<string> {
  const options = { folder, env: GO_ENV, ...(signal && { signal }) };
  if (source.from === 'folder') {
    await copyFile(beside(source.folder, 'main.go'), join(folder, 'main.go'));
    return 'main.go';
  }
  if (source.from === 'module') {
    // As a tool of an empty module: replace directives in the program's own, which `go install` refuses, do not count.
    await must(go, ['mod', 'init', 'build'], options);
    await must(go, ['get', '-tool', `${source.package}@${version}`], options);
    return source.package;
  }
  const builder = `go.opentelemetry.io/collector/cmd/builder@${version}`;
  await must(go, ['install', ...FLAGS, builder], { ...options, env: { ...GO_ENV, GOBIN: folder } });
  await copyFile(beside(source.file), join(folder, source.file));
  // Its own `go mod tidy` wants the modules of tests, some of which the proxy has not.
  const args = [`--config=${source.file}`, '--skip-get-modules', '--skip-compilation'];
  await must(join(folder, 'builder'), args, options);
  await writeFile(join(folder, 'go.mod'), goMod(readFileSync(beside(source.file), 'utf8'), version));
  await must(go, ['get', '.'], options);
  return '.';
}

/** A module that requires every component at the version that the list of components says. */
export function goMod(components: string, version: string): string {
  const required = [...components.matchAll(/^\s*- gomod: (\S+ v\S+)$/gm)].map(
    ([, module]) => `\t${module}\n`,
  );
  return [
    ...['module kms-otlp-testbed/otel-collector\n', '\n', 'go 1.25.0\n', '\n', 'require (\n'],
    ...[`\tgo.opentelemetry.io/collector/otelcol ${version}\n`, ...required, ')\n'],
  ].join('');
}
