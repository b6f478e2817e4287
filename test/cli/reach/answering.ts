import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface Answering {
  readonly url: string;
  /** Method, path and the headers that matter, as they came. */
  readonly asked: readonly {
    readonly line: string;
    readonly authorization: string | undefined;
    readonly once: string | undefined;
    readonly ifMatch: string | undefined;
  }[];
  readonly close: () => void;
}

/** A server on a free port that answers as it is told. */
export async function answering(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Answering> {
  const asked: Answering['asked'][number][] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    asked.push({
      line: `${method} ${url}`,
      authorization: headers.authorization,
      once: headers['idempotency-key']?.toString(),
      ifMatch: headers['if-match'],
    });
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

export function answerJson(response: ServerResponse, status: number, body: unknown, etag?: string): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type, ...(etag === undefined ? {} : { etag }) });
  response.end(JSON.stringify(body));
}
