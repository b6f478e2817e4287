import { LedgerError, type SeparationRule } from '../../events/errors.ts';
import type { Circumstances } from './facts.ts';

/**
 * Checks of governance. A native act that breaks one is refused; an imported one goes on, and what would have refused it
 * is noted (DESIGN §5.10). Shape and references are not checked here: they refuse in both modes.
 */
export interface Rules {
  /** Requires `holds`; `refusal` is made only when it does not. */
  require(holds: boolean, refusal: () => LedgerError): void;
  /** The ids of the rules broken so far, sorted, each once. */
  broke(): readonly string[];
}

export function rulesFor(imported: boolean): Rules {
  const broken = new Set<string>();
  return {
    require(holds, refusal) {
      if (holds) return;
      if (!imported) throw refusal();
      broken.add(ruleOf(withoutStack(refusal)));
    },
    broke: () => [...broken].sort(),
  };
}

/** What is only noted is never traced, and an import notes so many that their stacks would cost more than the rules. */
function withoutStack(refusal: () => LedgerError): LedgerError {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return refusal();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The id under which a refusal stands in `broke` lists and reports: the separation of duties, or the code itself. */
export const ruleOf = (error: LedgerError): string => error.rule ?? error.code;

export const separation = (rule: SeparationRule, message: string, command: string): LedgerError =>
  new LedgerError('separation-of-duties', `${rule}: ${message}`, { rule, command });

/** A command that does not say what it has to, or says what cannot be; `rule` says what would be accepted. */
export const invalidCommand = (command: string, field: string, rule: string): LedgerError =>
  new LedgerError('invalid-command', `${command}: ${field}: ${rule}`, { command, field, rule });

/** What every native act says and imported history may lack. @throws LedgerError `invalid-command` */
export function requireGiven(
  command: string,
  given: Readonly<Record<string, unknown>>,
  circumstances: Pick<Circumstances, 'imported'>,
): void {
  if (circumstances.imported !== null) return;
  for (const [field, value] of Object.entries(given)) {
    if (value === undefined) throw invalidCommand(command, field, 'is required');
  }
}
