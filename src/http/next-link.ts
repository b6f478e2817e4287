import type { Request } from 'express';

/** The `Link` to the next page (RFC 8288): the same query with other bounds. */
export function nextLink(request: Request, bounds: Readonly<Record<string, string>>): string {
  const url = new URL(request.originalUrl, 'http://localhost');
  for (const [name, value] of Object.entries(bounds)) url.searchParams.set(name, value);
  return `<${url.pathname}${url.search}>; rel="next"`;
}
