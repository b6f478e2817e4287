import type { Request } from 'express';
import { addressOf } from './address.ts';

/** The `Link` to the next page (RFC 8288): the same query with other bounds. */
export function nextLink(request: Request, bounds: Readonly<Record<string, string>>): string {
  const { path, query } = addressOf(request);
  for (const [name, value] of Object.entries(bounds)) query.set(name, value);
  return `<${path}?${query.toString()}>; rel="next"`;
}
