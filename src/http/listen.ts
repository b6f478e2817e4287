import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LedgerError } from '../../events/errors.ts';
import { type AllowedHosts, allowedHosts } from './host.ts';

export interface ListenOptions {
  /** Address to listen on. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Further names by which callers may address the server. */
  readonly names?: readonly string[];
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Takes no more requests, lets those under way finish, ends followers; what still hangs after ten seconds is cut. */
  close(): Promise<void>;
}

const closeMs = 10_000;
/** The largest attachment over a slow line. */
const slowestRequestMs = 120_000;
const mostConnections = 500;
const mostHeaderBytes = 16 * 1024;

/** What a listener answers with; `stopping` is aborted when it is to stop. */
export type HandlerOf = (hosts: AllowedHosts, stopping: AbortSignal) => RequestListener;

/** Listens, and answers once it does. @throws LedgerError `port-unavailable` */
export async function listen(
  handlerOf: HandlerOf,
  { host, port, names = [] }: ListenOptions,
): Promise<RunningServer> {
  const stopping = new AbortController();
  const server = createServer(
    { maxHeaderSize: mostHeaderBytes, headersTimeout: 10_000, requestTimeout: slowestRequestMs },
    handlerOf(allowedHosts([host, ...names]), stopping.signal),
  );
  server.timeout = 120_000;
  server.maxConnections = mostConnections;
  const bound = await listening(server, host, port);
  return {
    url: `http://${urlHost(host)}:${bound}`,
    port: bound,
    close: async () => {
      stopping.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), closeMs);
      await closed;
      clearTimeout(cut);
    },
  };
}

async function listening(server: Server, host: string, port: number): Promise<number> {
  server.listen({ host, port });
  try {
    await once(server, 'listening');
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    const reason = taken ? 'another program listens there' : 'it cannot be listened on';
    throw new LedgerError(
      'port-unavailable',
      `${host}:${port}: ${reason}; --port names another (0: any free one)`,
      {
        host,
        port,
      },
      { cause: error },
    );
  }
  const address: string | AddressInfo | null = server.address();
  return address === null || typeof address === 'string' ? port : address.port;
}

const urlHost = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);
