import { Command, type Option } from 'commander';
import type { Context, Run } from './context.ts';
import type { ExitCode } from './exit-codes.ts';
import { Given } from './given.ts';
import { UsageError } from './usage-error.ts';
import type { Described, Verb } from './verb.ts';
import { everywhere, nouns } from './verb-table/everywhere.ts';

const footer = `
Exit codes: 0 ok, 1 a finding or a refusal, 2 called wrongly, 3 the record is damaged.
With --json a refusal is one JSON document on standard error: {"error": {code, message, facts}}.
`;

export interface Wiring {
  readonly verbs: readonly Verb[];
  readonly contextOf: (options: Readonly<Record<string, unknown>>) => Context;
  readonly done: (code: ExitCode) => void;
  readonly write: (text: string) => void;
  readonly say: (text: string) => void;
  readonly columns: number | null;
}

/** The command line as commander reads it; nothing of a verb is loaded before it is called. */
export function programOf(wiring: Wiring): Command {
  const program = configured(new Command('govledger'), wiring)
    .description(
      'The record of a formal review: every act one immutable event, everything else a reading of it.',
    )
    .helpCommand(false)
    .addHelpText('after', footer);
  for (const [form, meaning] of everywhere) program.option(form, meaning);
  const parents = new Map<string, Command>();
  for (const verb of wiring.verbs) {
    const [noun, name] = verb.path;
    if (name === undefined) {
      const command = commandOf(verb, wiring);
      program.addCommand(command);
      // `receipt EVENT` and `receipt verify`: the one stands first in the table.
      parents.set(noun, command);
    } else parentOf(noun, program, parents, wiring).addCommand(commandOf(verb, wiring));
  }
  return program;
}

function parentOf(noun: string, program: Command, parents: Map<string, Command>, wiring: Wiring): Command {
  const known = parents.get(noun);
  if (known !== undefined) return known;
  const parent = configured(new Command(noun), wiring)
    .description(nouns[noun] ?? '')
    .helpCommand(false);
  program.addCommand(parent);
  parents.set(noun, parent);
  return parent;
}

function commandOf(verb: Verb, wiring: Wiring): Command {
  const command = configured(new Command(verb.path.at(-1) ?? ''), wiring).description(verb.summary);
  for (const described of verb.arguments ?? []) command.argument(described[0], inWords(described));
  for (const described of verb.options ?? []) command.option(described[0], inWords(described));
  if (verb.notes !== undefined) command.addHelpText('after', `\n${verb.notes}`);
  return command.action(async (...called: unknown[]) => {
    const options: Readonly<Record<string, unknown>> = command.optsWithGlobals();
    const context = wiring.contextOf(options);
    requireMachine(verb, context);
    const run: Run = await verb.load();
    wiring.done((await run(context, new Given(called, options))) ?? 0);
  });
}

/** What it means, and which words it takes where that does not say so itself. */
function inWords([, meaning, choices]: Described): string {
  if (choices === undefined || typeof choices === 'string') return meaning;
  return choices.every((word) => meaning.includes(word)) ? meaning : `${meaning}: ${choices.join(', ')}`;
}

/** @throws UsageError for a verb that no server does for anybody */
function requireMachine({ path, machine }: Verb, { server }: Context): void {
  if (machine === undefined || server === null) return;
  throw new UsageError(
    server.field,
    `govledger ${path.join(' ')} is for the machine that the ledger is on: ${machine}; name that with --data`,
  );
}

function configured(command: Command, { write, say, columns }: Wiring): Command {
  return command
    .exitOverride()
    .configureOutput({
      writeOut: write,
      writeErr: say,
      getOutHelpWidth: () => columns ?? 80,
      getErrHelpWidth: () => columns ?? 80,
      outputError: () => undefined,
    })
    .configureHelp({ showGlobalOptions: true, visibleGlobalOptions: everywhereOf })
    .showSuggestionAfterError();
}

/** Of `receipt verify` not those of `receipt`, which is a verb itself. */
function everywhereOf(command: Command): Option[] {
  let top = command;
  while (top.parent !== null) top = top.parent;
  return top === command ? [] : [...top.options];
}
