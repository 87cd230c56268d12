import type { UrlWay } from './target.ts';
import type { Claims } from './targets/capabilities.ts';

/** How a target is told the receiver's address where a check does not care: the first way that it claims. */
export function usualWay({ capabilities }: Claims): (url: string) => UrlWay {
  if (capabilities.has('flag-otlp')) return (url) => ({ by: 'flag', flag: '--otlp', url });
  if (capabilities.has('file')) return (url) => ({ by: 'file', url });
  if (capabilities.has('environment')) return (url) => ({ by: 'environment', url });
  return (url) => ({ by: 'plain', url });
}
