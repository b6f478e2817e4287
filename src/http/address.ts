import type { Request } from 'express';

/** Path and query of a request as they were sent; neither is decoded. */
export interface Address {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** By hand, because a URL may throw on what a hostile caller sends, or take part of it for a host. */
export function addressOf({ originalUrl }: Pick<Request, 'originalUrl'>): Address {
  const [path = '', ...query] = originalUrl.split('?');
  return { path, query: new URLSearchParams(query.join('?')) };
}

/** Whether the escapes of a path can be decoded. */
export function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
