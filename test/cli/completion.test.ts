import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { linesOf } from '../../src/cli/completion/lines.ts';
import { everywhere, nouns } from '../../src/cli/verb-table/everywhere.ts';
import { verbs } from '../../src/cli/verbs.ts';
import { itNeeding } from '../it-needing.ts';
import { call, emptyFolder, type Folder } from './calling.ts';

const has = (program: string): boolean => spawnSync(program, ['-c', 'true']).status === 0;

interface Line {
  /** What stands on the line; the last word is the one that is completed. */
  readonly typed: readonly string[];
  readonly offers: readonly string[];
  readonly not?: readonly string[];
}

const lines: readonly Line[] = [
  { typed: [''], offers: ['init', 'submission', 'events', 'completion'], not: ['list'] },
  { typed: ['sub'], offers: ['submission'] },
  { typed: ['submission', ''], offers: ['receive', 'list', 'show', 'timeline'], not: ['init'] },
  { typed: ['submission', 'list', '--ph'], offers: ['--phase'] },
  { typed: ['submission', 'list', '--phase', ''], offers: ['submitted', 'aftercare', 'closed'] },
  {
    typed: ['submission', 'list', '--phase', 'review', '--outcome', 'declined-'],
    offers: ['declined-prohibited'],
  },
  { typed: ['--json', '--tz', 'UTC', 'role', ''], offers: ['grant', 'list'], not: ['submission'] },
  { typed: ['role', 'grant', '0190a5de', 'aud'], offers: ['auditor'] },
  { typed: ['role', 'grant', ''], offers: [], not: ['auditor', 'grant'] },
  { typed: ['do', 'record-'], offers: ['record-judgment', 'record-concern-vote'], not: ['record-refusal'] },
  { typed: ['population', ''], offers: ['submissions', 'states'] },
  { typed: ['completion', ''], offers: ['bash', 'zsh'] },
  { typed: ['role', 'revoke', '0190a5de', 's'], offers: ['secretary', 'steward'], not: ['auditor'] },
  { typed: ['events', '--'], offers: ['--follow', '--json', '--server'], not: ['--phase'] },
  { typed: ['framework', 'propose', '--data-file', 'defini'], offers: ['definition.json'] },
  { typed: ['--data', 'fol'], offers: ['folder'], not: ['definition.json'] },
];

describe('completion', () => {
  let folder: Folder;
  const script = (shell: string): string => join(folder.path, `govledger.${shell}`);

  before(async () => {
    folder = emptyFolder();
    for (const shell of ['bash', 'zsh'])
      writeFileSync(script(shell), (await call(['completion', shell])).out);
    writeFileSync(join(folder.path, 'definition.json'), '{}');
    mkdirSync(join(folder.path, 'folder'));
  });
  after(() => folder.remove());

  /** What the shell offers, with its own completion at work. */
  const inBash = ({ typed }: Line): readonly string[] => {
    const { stdout, stderr } = spawnSync(
      'bash',
      [
        '--norc',
        '-c',
        `source "$1"; shift; COMP_WORDS=(govledger "$@"); COMP_CWORD=$#; _govledger; printf '%s\\n' "\${COMPREPLY[@]}"`,
        'bash',
        script('bash'),
        ...typed,
      ],
      { cwd: folder.path, encoding: 'utf8' },
    );
    expect(stderr).to.equal('');
    return stdout.split('\n').filter((word) => word !== '');
  };

  /** zsh offers from within its line editor alone, so its own commands are made to say what they were told. */
  const inZsh = ({ typed }: Line): readonly string[] => {
    const { stdout, stderr } = spawnSync(
      'zsh',
      [
        '-f',
        '-c',
        `compdef() { }; compadd() { shift; print -rl -- "$@" }
        _describe() { print -rl -- "\${(@)\${(@P)2}%%:*}" }; _files() { if [[ "$1" == -/ ]]; then print -rl -- *(/); else print -rl -- *; fi }
        source "$1"; shift; words=(govledger "$@"); CURRENT=$(($# + 1)); _govledger`,
        'zsh',
        script('zsh'),
        ...typed,
      ],
      { cwd: folder.path, encoding: 'utf8' },
    );
    expect(stderr).to.equal('');
    return stdout.split('\n').filter((word) => word !== '' && word.startsWith(typed.at(-1) ?? ''));
  };

  const offersIn = (shell: (line: Line) => readonly string[]) => (): void => {
    for (const line of lines) {
      const offered = shell(line);
      expect(offered, line.typed.join(' ')).to.include.members([...line.offers]);
      for (const word of line.not ?? []) expect(offered, line.typed.join(' ')).not.to.include(word);
      const last = line.typed.at(-1) ?? '';
      for (const word of offered) expect(word.startsWith(last), `${word} for ${last}`).to.equal(true);
    }
  };

  itNeeding('bash', has('bash'))('offers in bash what may stand there', offersIn(inBash));
  itNeeding('zsh', has('zsh'))('offers in zsh what may stand there', offersIn(inZsh));

  it('knows every verb with all of its options', () => {
    const known = linesOf(verbs, everywhere, nouns);
    expect(known.verbs.map(({ path }) => path.join(' '))).to.have.members(
      verbs.map(({ path }) => path.join(' ')),
    );
    for (const { noun, summary } of known.nouns) expect(summary, noun).not.to.equal('');
  });

  it('refuses a shell that it does not know', async () => {
    const { code, err } = await call(['completion', 'fish']);
    expect([code, err]).to.deep.equal([2, 'govledger: shell: must be one of bash, zsh\n']);
  });
});
