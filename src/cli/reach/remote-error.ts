import type { ExitCode } from '../exit-codes.ts';

/** What stands between the command line and a server, or what only a server refuses. */
export class RemoteError extends Error {
  readonly code: string;
  readonly facts: object;
  readonly exit: ExitCode;
  readonly remedy: string | null;

  constructor(
    code: string,
    message: string,
    { facts = {}, exit = 1, remedy = null, cause }: RemoteErrorDetails = {},
  ) {
    super(message, { cause });
    this.name = 'RemoteError';
    this.code = code;
    this.facts = facts;
    this.exit = exit;
    this.remedy = remedy;
  }
}

interface RemoteErrorDetails {
  readonly facts?: object;
  readonly exit?: ExitCode;
  readonly remedy?: string | null;
  readonly cause?: unknown;
}
