/** What the parts of the server tell the telemetry: facts in their own words, never metric names. */
export interface Recorder {
  /** One KMIP operation has ended, well or not. `operation` is a name of the Operation enumeration or "Unknown". */
  kmipOperation(fact: {
    readonly operation: string;
    readonly user: string;
    readonly seconds: number;
    /** Name of the ResultReason enumeration when it failed. */
    readonly failure: string | undefined;
  }): void;
  /** A grant was stored: one permission per operation named in it. */
  permissionsGranted(grantee: string, permissionTypes: readonly string[]): void;
  databaseOperation(fact: {
    readonly operation: string;
    readonly backend: string;
    readonly outcome: 'success' | 'error';
    readonly seconds: number;
  }): void;
  requestStarted(): void;
  /** The request that `requestStarted` announced is gone, answered or not. */
  requestEnded(): void;
  requestAnswered(fact: {
    readonly method: string;
    /** A bounded route such as "/access/list/{uid}", never the raw path; "/other" where no route matched. */
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }): void;
  cacheOperation(operation: 'get' | 'insert', result: 'hit' | 'miss' | 'ok'): void;
  hsmOperation(operation: 'Encrypt' | 'Decrypt' | 'Sign' | 'Wrap' | 'Unwrap', model: string): void;
}
