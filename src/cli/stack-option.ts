import { type Command, Option } from 'commander';

export interface StackOption {
  readonly stack?: 'containers';
}

/** What the KMS pushes to goes through the operator's stack as well. */
export const withStackOption = (command: Command): Command =>
  command.addOption(
    new Option(
      '--stack <how>',
      'push through a Collector to Prometheus and Jaeger, started as containers, and judge what arrives there; the KMS is the image of the reference unless told otherwise',
    ).choices(['containers']),
  );
