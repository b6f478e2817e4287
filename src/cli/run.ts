import { CommanderError } from 'commander';
import type { Context } from './context.ts';
import { type ExitCode, exit } from './exit-codes.ts';
import { momentsIn } from './moments.ts';
import { programOf } from './program.ts';
import { serverAddress } from './reach/server-address.ts';
import { tell } from './refusal.ts';
import type { Terminal } from './terminal.ts';
import { tokenNamed } from './token-given.ts';
import { UsageError } from './usage-error.ts';
import { verbs } from './verbs.ts';

/** One call of the command line, from its arguments to its exit code. Whatever is thrown is told here. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = exit.ok;
  const program = programOf({
    verbs,
    contextOf: (options) => contextOf(options, terminal),
    done: (done) => {
      code = done;
    },
    write: (text) => void terminal.write(text),
    say: terminal.say,
    columns: terminal.columns,
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    // An option that commander did not get to: an error may come before all of them are read.
    const json = args.includes('--json');
    return error instanceof CommanderError
      ? usage(error, terminal, json)
      : tell(error, terminal, { json, token: tokenNamed(args, terminal.env) });
  }
}

/** Help that was asked for is no error. */
function usage(error: CommanderError, terminal: Terminal, json: boolean): ExitCode {
  if (error.exitCode === 0) return exit.ok;
  if (error.code === 'commander.help') return exit.usage;
  const message = error.message.replace(/^error: /, '');
  if (json) return tell(new UsageErrorFrom(message), terminal, { json, token: null });
  terminal.say(`govledger: ${message}\n  --help after any verb says what it takes\n`);
  return exit.usage;
}

class UsageErrorFrom extends UsageError {
  constructor(message: string) {
    super(/'(-{0,2}[^' ]+)/.exec(message)?.[1] ?? 'arguments', message);
    this.message = message;
  }
}

/** What stands on the command line goes before what stands in the environment. */
function serverOf(option: (name: string) => string | null, { env }: Terminal): Context['server'] {
  const asked = option('server');
  if (asked !== null && option('data') !== null)
    throw new UsageError('--server', 'does not go with --data: a ledger is reached in one of two ways');
  if (asked !== null) return { url: serverAddress(asked, '--server'), field: '--server' };
  const usual = env['GOVLEDGER_SERVER'] ?? '';
  if (usual === '' || option('data') !== null) return null;
  return { url: serverAddress(usual, 'GOVLEDGER_SERVER'), field: 'GOVLEDGER_SERVER' };
}

function contextOf(options: Readonly<Record<string, unknown>>, terminal: Terminal): Context {
  const text = (name: string): string | null => {
    const value = options[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const data = text('data') ?? terminal.env['GOVLEDGER_DATA'] ?? '';
  if (/^\s*[[{]/.test(data)) {
    throw new UsageError(
      '--data',
      'names the data folder; give a command’s data by --with JSON or --data-file F',
    );
  }
  return {
    terminal,
    server: serverOf(text, terminal),
    data: data === '' ? 'data' : data,
    store: text('store'),
    head: text('head') ?? (terminal.env['GOVLEDGER_HEAD'] || null),
    json: options['json'] === true,
    moment: momentsIn(text('tz')),
  };
}
