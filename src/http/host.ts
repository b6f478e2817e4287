import { HttpRefusal } from './problem.ts';

const loopback: readonly string[] = ['localhost', '127.0.0.1', '[::1]', '::1'];

export const isLoopback = (host: string): boolean =>
  loopback.includes(host.toLowerCase()) || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);

/** The host names by which this server may be called, in lower case and without a port. */
export type AllowedHosts = ReadonlySet<string>;

export const allowedHosts = (names: readonly string[]): AllowedHosts =>
  new Set([...loopback, ...names].map((name) => name.toLowerCase()));

/**
 * A page of another origin can have its own name resolve to loopback (DNS rebinding) and would then read what stands
 * here; the name that it called by gives it away.
 * @throws HttpRefusal `misdirected-host`
 */
export function requireAllowedHost(header: string | undefined, allowed: AllowedHosts): void {
  const host = hostOf(header ?? '');
  if (host !== null && allowed.has(host)) return;
  throw new HttpRefusal('misdirected-host', 'this server does not answer by that host name', {
    header: 'Host',
    accepted: [...allowed],
  });
}

function hostOf(header: string): string | null {
  const [, host] = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(header) ?? [];
  return host?.toLowerCase() ?? null;
}
