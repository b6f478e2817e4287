import { expect } from 'chai';
import { isLedgerError } from '../../events/errors.ts';
import type { CommandName } from '../../src/commands/catalogue.ts';
import type { Decided } from '../../src/decider/decided.ts';
import { decide } from '../../src/decider/decider.ts';
import { ruleOf } from '../../src/decider/rules.ts';
import { rulesOf } from '../../src/permissions/commands.ts';

/** Refusals of what a command says, or of what it refers to: of every command, so no table lists them. */
const ofAny: readonly string[] = [
  'not-permitted',
  'invalid-command',
  'unknown-reference',
  'already-exists',
  'not-found',
  'too-large',
  'import-closed',
];

/** `decide`, which may refuse, or note of imported history, only what the permission table says of the command. */
export function decideByTheTable(...asked: Parameters<typeof decide>): Decided {
  const [{ name }] = asked;
  try {
    const decided = decide(...asked);
    for (const rule of decided.broke) requireListed(name, rule);
    return decided;
  } catch (error) {
    if (isLedgerError(error)) requireListed(name, ruleOf(error));
    throw error;
  }
}

function requireListed(name: CommandName, rule: string): void {
  const listed: readonly string[] = [...ofAny, ...rulesOf(name)];
  expect(listed, `the permission table, of ${name}`).to.include(rule);
}
