import { z } from 'zod';
import { type ErrorCode, LedgerError } from '../../../events/errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { ReachError } from './reach-error.ts';

/** A problem document (RFC 9457), as far as it has to be one. */
const Problem = z.object({
  type: z.string().max(200),
  detail: z.string().max(20_000).default(''),
  title: z.string().max(200).default(''),
  facts: z.record(z.string(), z.unknown()).default({}),
});

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(exitCodes, code);

/** What a server answered instead of what was asked: the refusal that it stands for. */
export function refusedOf(status: number, body: unknown, where: string): Error {
  const parsed = Problem.safeParse(body);
  if (!parsed.success)
    return new ReachError(
      'no-govledger-server',
      `${where} answered ${status}, and not as a govledger server`,
      {
        facts: { status },
        remedy: 'Is the address right? --server takes the members’ address of `govledger serve`.',
      },
    );
  const { type, detail, title, facts } = parsed.data;
  const code = type.split('/').at(-1) ?? '';
  const message = detail === '' ? title : detail;
  // A code's facts are what the server of the same version put there; nothing here relies on their shape.
  if (isErrorCode(code)) return new LedgerError(code, message, facts as never);
  return new ReachError(code, message, { facts, exit: exitOf(status) });
}

/** Called in a way that cannot work, or refused. */
export const exitOf = (status: number): ExitCode =>
  status === 400 || status === 404 || status === 405 ? 2 : 1;
