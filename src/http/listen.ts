import { once, setMaxListeners } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
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
  // Every reader who stays waits for it.
  setMaxListeners(0, stopping.signal);
  const idle = idleSockets(server);
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
      for (const socket of idle) socket.destroy();
      const cut = setTimeout(() => server.closeAllConnections(), closeMs);
      await closed;
      clearTimeout(cut);
    },
  };
}

/**
 * Connections without a request under way, also those that never sent one, as browsers keep them ready. Once the server
 * listens no more, a connection ends with its request.
 */
function idleSockets(server: Server): ReadonlySet<Socket> {
  const idle = new Set<Socket>();
  /** Requests under way: a caller may send the next before the first is answered. */
  const asked = new WeakMap<Socket, number>();
  server.on('connection', (socket) => {
    idle.add(socket);
    socket.on('close', () => idle.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    idle.delete(socket);
    asked.set(socket, (asked.get(socket) ?? 0) + 1);
    response.on('close', () => {
      const left = (asked.get(socket) ?? 1) - 1;
      asked.set(socket, left);
      if (left > 0) return;
      if (!server.listening) socket.end();
      else if (!socket.destroyed) idle.add(socket);
    });
  });
  return idle;
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
