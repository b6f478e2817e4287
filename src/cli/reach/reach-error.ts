import type { ExitCode } from '../exit-codes.ts';

/** What stands between the command line and a server, or what only a server refuses. */
export class ReachError extends Error {
  readonly code: string;
  readonly facts: object;
  readonly exit: ExitCode;
  readonly remedy: string | null;

  constructor(
    code: string,
    message: string,
    { facts = {}, exit = 1, remedy = null, cause }: ReachErrorDetails = {},
  ) {
    super(message, { cause });
    this.name = 'ReachError';
    this.code = code;
    this.facts = facts;
    this.exit = exit;
    this.remedy = remedy;
  }
}

interface ReachErrorDetails {
  readonly facts?: object;
  readonly exit?: ExitCode;
  readonly remedy?: string | null;
  readonly cause?: unknown;
}
