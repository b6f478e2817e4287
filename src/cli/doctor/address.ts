import { createServer } from 'node:net';
import { isLoopback } from '../../http/host.ts';
import type { Given } from '../given.ts';
import type { Said } from './finding.ts';

/** What `serve` would be told, where any of it was given to the doctor. */
export interface Address {
  readonly host: string;
  readonly ports: readonly number[];
  readonly behindTls: boolean;
  readonly names: readonly string[];
}

const usualPorts = { port: 8017, publicPort: 8018 } as const;

/** @throws UsageError */
export function addressOf(given: Given): Address | null {
  const host = given.text('host');
  const port = given.whole('port', 0, 65_535);
  const publicPort = given.whole('publicPort', 0, 65_535);
  const names = given.texts('allowHost');
  const behindTls = given.flag('behindTls');
  if (
    host === undefined &&
    port === undefined &&
    publicPort === undefined &&
    names.length === 0 &&
    !behindTls
  )
    return null;
  const ports = [port ?? usualPorts.port, publicPort ?? usualPorts.publicPort];
  return { host: host ?? '127.0.0.1', ports, behindTls, names };
}

export async function address({ host, ports, behindTls, names }: Address): Promise<Said> {
  if (!isLoopback(host) && !behindTls) {
    return {
      wrong: `${host} can be reached from other machines, and nothing says that TLS ends in front of it`,
      why: 'tokens and sealed text would go over the network in the open; serve refuses to start',
      remedy: 'let a proxy end TLS and say so with --behind-tls, or listen on 127.0.0.1',
    };
  }
  if (behindTls && names.every((name) => isLoopback(name))) {
    return {
      wrong: 'no name is given by which callers may address it',
      why: 'every request through the proxy is answered with 421: the name it asks for is not known',
      remedy: '--allow-host reviews.example.org: the name in the certificate',
    };
  }
  for (const port of ports) {
    const why = await notFree(host, port);
    if (why !== null) {
      return {
        wrong: `${host}:${port} cannot be listened on (${why})`,
        why: 'serve does not start',
        remedy: 'stop what listens there, or give another --port, --public-port or --host',
      };
    }
  }
  return `${host}, ports ${ports.join(' and ')}, can be served on`;
}

const notFree = (host: string, port: number): Promise<string | null> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, host.replace(/^\[|\]$/g, ''), () => probe.close(() => resolve(null)));
  });
