import { Command } from 'commander';
import type { Context, Run } from './context.ts';
import type { ExitCode } from './exit-codes.ts';
import { Given } from './given.ts';
import type { Verb } from './verb.ts';

const nouns: Readonly<Record<string, string>> = {
  framework: 'frameworks: the criteria and rules that submissions are reviewed against',
  person: 'people in the directory',
  team: 'teams of reviewers',
  role: 'who may do what',
  token: 'credentials of people: codes, tokens, sign-in',
  submission: 'submissions under review',
};

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
    .option('--data <folder>', 'folder of the ledger (GOVLEDGER_DATA, or ./data)')
    .option('--store <url>', 'event store, where it is not the one in the data folder: sqlite:PATH')
    .option('--token-file <file>', 'act by the token in this file (GOVLEDGER_TOKEN_FILE, GOVLEDGER_TOKEN)')
    .option('--json', 'JSON for programs instead of text for people')
    .option('--tz <zone>', 'show times in this zone, like Europe/Zurich, instead of UTC')
    .helpCommand(false)
    .addHelpText('after', footer);
  const parents = new Map<string, Command>();
  for (const verb of wiring.verbs) {
    const [noun, name] = verb.path;
    if (name === undefined) program.addCommand(commandOf(verb, wiring));
    else parentOf(noun, program, parents, wiring).addCommand(commandOf(verb, wiring));
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
  for (const [form, meaning] of verb.arguments ?? []) command.argument(form, meaning);
  for (const [form, meaning] of verb.options ?? []) command.option(form, meaning);
  if (verb.notes !== undefined) command.addHelpText('after', `\n${verb.notes}`);
  return command.action(async (...called: unknown[]) => {
    const options: Readonly<Record<string, unknown>> = command.optsWithGlobals();
    const run: Run = await verb.load();
    wiring.done((await run(wiring.contextOf(options), new Given(called, options))) ?? 0);
  });
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
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError();
}
