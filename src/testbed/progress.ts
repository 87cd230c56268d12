/** What the run tells about itself while it is under way; where it goes is the command line's affair. */
export interface Progress {
  say(line: string): void;
  total(scenarios: number): void;
  started(scenario: string): void;
  ended(scenario: string): void;
  end(): void;
}

export const SILENT: Progress = {
  say() {},
  total() {},
  started() {},
  ended() {},
  end() {},
};
