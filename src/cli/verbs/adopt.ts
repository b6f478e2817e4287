import { type Adoption, adoptFolder } from '../../folder/adopt-folder.ts';
import { redecisionInWords } from '../../redecide/in-words.ts';
import { reportInWords } from '../../verify/in-words.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { exit, verdictExit } from '../exit-codes.ts';
import { counted, Progress } from '../progress.ts';
import { listing } from '../table.ts';
import { UsageError } from '../usage-error.ts';

export const adopt: Run = async (context, given) => {
  if (context.store !== null) throw new UsageError('--store', 'an export is taken into the data folder');
  if (context.head !== null) throw new UsageError('--head', 'head/ is made in the data folder');
  const progress = new Progress(context);
  const logKey = given.text('logKey');
  const policy = given.text('policy');
  const since = given.text('since');
  const adoption = await adoptFolder({
    folder: given.argument(0),
    data: context.data,
    vkeys: given.texts('vkey'),
    ...(logKey === undefined ? {} : { logKey }),
    ...(policy === undefined ? {} : { policy }),
    ...(since === undefined ? {} : { since }),
    onProgress: (step, done, of) =>
      progress.show(`${step}: ${counted(done)}${of === null ? '' : ` of ${counted(of)}`} entries`),
  }).finally(() => progress.end());
  if (context.json) await writeJson(context, adoption);
  else await context.terminal.write(inWords(context, adoption));
  switch (adoption.outcome) {
    case 'not-verified':
      return verdictExit[adoption.report.verdict] || exit.refused;
    case 'not-redecided':
      return exit.refused;
    case 'adopted':
      return exit.ok;
  }
};

const nothing = 'Nothing was taken over.\n\n';

function inWords({ data, terminal }: Context, adoption: Adoption): string {
  if (adoption.outcome === 'not-verified') return nothing + reportInWords(adoption.report);
  if (adoption.outcome === 'not-redecided') return nothing + redecisionInWords(adoption.report);
  const { ledger, origin, size, root, audience, disclosures, digests, signs } = adoption;
  const sealed = digests === null ? 0 : digests.digests - disclosures;
  const pairs: [string, string][] = [
    ['ledger', ledger ?? ''],
    ['log', `${origin}, ${counted(size ?? 0)} entries with the root ${root}`],
    [
      'texts',
      `${counted(disclosures)} in the vault, of those for ${audience}; ${counted(sealed)} stay sealed`,
    ],
    signs
      ? [
          'goes on',
          `under its name. Be sure that nobody else goes on with it: one name never signs two histories`,
        ]
      : [
          'reads alone',
          `without the log's key nothing can be added. Under a new name it goes on: govledger recover --data ${data} --origin NAME --lost ${data}/head/checkpoint`,
        ],
    [
      'not in it',
      'attached files, credentials, and the secrets by which people are known in submissions: nobody of this directory is let in to one, until they are registered anew. Events, population, export, verify and redecide need none of it',
    ],
  ];
  return `The ledger stands in ${data}.\n${listing(pairs, terminal.columns)}`;
}
