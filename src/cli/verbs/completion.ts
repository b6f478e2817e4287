import { bashScript } from '../completion/bash.ts';
import { linesOf } from '../completion/lines.ts';
import { zshScript } from '../completion/zsh.ts';
import type { Run } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { UsageError } from '../usage-error.ts';
import type { Verb } from '../verb.ts';
import { everywhere, nouns } from '../verb-table/everywhere.ts';

/** A script is text in either case: it is for a shell. */
export const completionOf =
  (verbs: readonly Verb[]): Run =>
  async ({ terminal }, given) => {
    const shell = given.argument(0);
    if (shell !== 'bash' && shell !== 'zsh') throw new UsageError('shell', 'must be one of bash, zsh');
    const lines = linesOf(verbs, everywhere, nouns);
    await terminal.write(shell === 'bash' ? bashScript(lines) : zshScript(lines));
    return exit.ok;
  };
