import { once } from 'node:events';
import type { Response } from 'express';

/** One event as it goes out: its place in ledger order and its canonical bytes. */
export interface EventOut {
  readonly index: number;
  readonly body: string;
}

/** As lines (NDJSON), or as server-sent events whose ids are ledger indexes, so that a reader resumes by `Last-Event-ID`. */
export type EventForm = 'ndjson' | 'sse';

/** A reader behind a proxy is told now and then that the connection is alive. */
const heartbeatMs = 20_000;

/** The form that a reader asks for: NDJSON unless they accept server-sent events by name. */
export const formOf = (accept: string | undefined): EventForm =>
  /(?:^|[,\s])text\/event-stream\b/i.test(accept ?? '') ? 'sse' : 'ndjson';

export const eventTypes: Readonly<Record<EventForm, string>> = {
  ndjson: 'application/x-ndjson',
  sse: 'text/event-stream',
};

/** Signals that the caller has gone, or, where that is asked for, that the server stops. */
export function untilGone(response: Response, stopping?: AbortSignal): AbortSignal {
  const gone = new AbortController();
  const end = (): void => {
    stopping?.removeEventListener('abort', end);
    gone.abort();
  };
  // Who went while it was looked up who they are is not told of any more.
  if (response.closed || stopping?.aborted === true) end();
  else {
    response.once('close', end);
    stopping?.addEventListener('abort', end);
  }
  return gone.signal;
}

/**
 * Writes events as they come, no faster than they are read. `staying` says that the reader waits for more: it then hears
 * that the connection is alive, and at the end that the server is leaving (`event: bye`; lines just end).
 */
export async function writeEvents(
  response: Response,
  events: AsyncIterable<EventOut>,
  form: EventForm,
  staying: boolean,
): Promise<void> {
  const gone = untilGone(response);
  response.type(eventTypes[form]);
  const beat = staying ? beating(response, form) : null;
  try {
    for await (const event of events) {
      if (gone.aborted) return;
      if (response.write(written(event, form))) continue;
      await once(response, 'drain', { signal: gone }).catch(() => undefined);
    }
    if (staying && form === 'sse' && !gone.aborted) response.write('event: bye\ndata: {}\n\n');
    response.end();
  } finally {
    if (beat !== null) clearInterval(beat);
  }
}

function beating(response: Response, form: EventForm): NodeJS.Timeout | null {
  response.req.socket.setTimeout(0);
  response.flushHeaders();
  if (form === 'ndjson') return null;
  response.write('retry: 2000\n\n');
  const beat = setInterval(() => response.write(': alive\n\n'), heartbeatMs);
  beat.unref();
  return beat;
}

/** The body holds no line break: canonical JSON escapes them. */
const written = ({ index, body }: EventOut, form: EventForm): string =>
  form === 'sse' ? `id: ${index}\ndata: ${body}\n\n` : `${body}\n`;
