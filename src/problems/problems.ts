import type { ErrorCode } from '../../events/errors.ts';
import { type ExitCode, exitCodes } from '../cli/exit-codes.ts';
import { type HttpCode, httpStatuses, statuses } from '../http/problem.ts';
import { ofCommands } from './of-commands.ts';
import { ofErasure } from './of-erasure.ts';
import { ofHttp } from './of-http.ts';
import { ofProofs } from './of-proofs.ts';
import { ofReviews } from './of-reviews.ts';
import { ofTheMachine } from './of-the-machine.ts';
import type { Words, WordsOf } from './words.ts';

/** Everything that can be answered with `type: /problems/<code>`. */
export type ProblemCode = ErrorCode | HttpCode | 'unexpected';

const ofTheLedger: WordsOf<ErrorCode> = {
  ...ofTheMachine,
  ...ofCommands,
  ...ofReviews,
  ...ofProofs,
  ...ofErasure,
};

export interface ProblemKind extends Words {
  readonly code: ProblemCode;
  readonly status: number;
  /** What the command line ends with; null for what only HTTP can refuse. */
  readonly exitCode: ExitCode | null;
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(statuses, code);
const isHttpCode = (code: string): code is HttpCode => Object.hasOwn(httpStatuses, code);

/** A fault of ours. It says nothing else, whatever went wrong. */
const unexpected: ProblemKind = {
  code: 'unexpected',
  status: 500,
  exitCode: null,
  means: 'Something went wrong on our side.',
  remedy: 'Tell the operator the id of the request: the log has the reason under it.',
  facts: {},
};

/** What there is to say of a code; null where there is no such problem. */
export function problemKind(code: string): ProblemKind | null {
  if (code === unexpected.code) return unexpected;
  if (isErrorCode(code))
    return { code, status: statuses[code], exitCode: exitCodes[code], ...ofTheLedger[code] };
  if (isHttpCode(code)) return { code, status: httpStatuses[code], exitCode: null, ...ofHttp[code] };
  return null;
}

/** Every one of them, by code. */
export const problemKinds: readonly ProblemKind[] = [...Object.keys(statuses), ...Object.keys(httpStatuses)]
  .flatMap((code) => problemKind(code) ?? [])
  .concat(unexpected)
  .sort((a, b) => (a.code < b.code ? -1 : 1));

/** Facts are told up to 499; of a fault of the machine the caller learns nothing else. */
export const tellsFacts = ({ status }: ProblemKind): boolean => status < 500;
