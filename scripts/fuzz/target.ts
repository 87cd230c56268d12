/** A way into the server. `binary`, `json` and `frames` carry messages, `bare` one operation on its own. */
export type Way = 'binary' | 'json' | 'bare' | 'frames';

/** One answer, as HTTP has it; what comes over the socket counts as status 200. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** What the inputs go into. */
export interface Target {
  /** Sends bytes as the stranger. Over HTTP there is one answer, over the socket as many as the server gives. */
  send(way: Way, input: Uint8Array): Promise<readonly Answer[]>;
  /** The answer to the keeper's good request. */
  ask(request: Uint8Array): Promise<Answer>;
  /** What the server has logged about defects of its own since it was last asked. */
  defects(): readonly string[];
  /** Takes back what the last input did, where that is possible. */
  reset(): void;
  stop(): Promise<void>;
}
