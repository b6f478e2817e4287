import type { ExitCode } from './exit-codes.ts';
import type { Given } from './given.ts';
import type { ShowMoment } from './moments.ts';
import type { Terminal } from './terminal.ts';

/** What every verb gets beside its own arguments. */
export interface Context {
  readonly terminal: Terminal;
  /** The data folder. */
  readonly data: string;
  /** The server through which the ledger is reached, where one was named, and where it was. */
  readonly server: { readonly url: string; readonly field: '--server' | 'GOVLEDGER_SERVER' } | null;
  /** The event store's URL; null for the one in the data folder. */
  readonly store: string | null;
  /** Where the newest checkpoint is kept; null for `head/` of the data folder. */
  readonly head: string | null;
  /** One JSON document (or NDJSON) on standard output instead of text for people. */
  readonly json: boolean;
  readonly moment: ShowMoment;
}

/** What a verb does. It throws what it refuses; the exit code is 0 where it returns none. */
export type Run = (context: Context, given: Given) => Promise<ExitCode | undefined>;

export const writeJson = ({ terminal }: Context, document: object): Promise<void> =>
  terminal.write(`${JSON.stringify(document, null, 2)}\n`);
