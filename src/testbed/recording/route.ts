import type { Contract } from '../../contract/contract.ts';

/** The route of the contract that a path belongs to; {names} in a route stand for one segment each. */
export function routeOf(path: string, { labels }: Contract): string | undefined {
  const [bare = ''] = path.split('?');
  const segments = bare.split('/');
  return [...labels.routes.keys()].find((route) => {
    const parts = route.split('/');
    return (
      parts.length === segments.length &&
      parts.every(
        (part, index) => part === segments[index] || (/^\{.+\}$/.test(part) && segments[index] !== ''),
      )
    );
  });
}
