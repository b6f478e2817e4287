import { setFlagsFromString } from 'node:v8';
import { Key } from '../../../events/ids.ts';
import { instantFromMillis } from '../../../events/time.ts';
import { type ImportProgress, type ImportResult, importHistory as run } from '../../import/import-history.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { writing } from '../opened-ledger.ts';
import { counted, Progress } from '../progress.ts';
import { listing } from '../table.ts';
import { UsageError } from '../usage-error.ts';

/**
 * Acts wait for their commits and outlive V8's young generation, so its usual growth (the heap doubles before it is
 * collected) takes twice the memory that an import needs; this costs a few per cent of time.
 */
const heapGrowthPercent = 20;

/** A history file is not asked about at the keyboard: it is checked whole first, and imported again it adds nothing. */
export const importHistory: Run = async (context, given) => {
  const source = given.required('source');
  if (!Key.safeParse(source).success)
    throw new UsageError('--source', 'must be lower-case letters, digits, . _ -; at most 64');
  const dryRun = given.flag('dryRun');
  setFlagsFromString(`--heap-growing-percent=${heapGrowthPercent}`);
  const progress = new Progress(context);
  const result = await writing(context, async (ledger) => {
    try {
      return await run({
        source,
        files: given.argumentsFrom(0),
        door: ledger.handler,
        importKey: ledger.importKey.secret,
        importer: ledger.operator,
        standing: {
          now: instantFromMillis(Date.now()),
          hasFramework: (key) => ledger.views.framework(key) !== null,
        },
        dryRun,
        onProgress: (step) => progress.show(inWords(step)),
      });
    } finally {
      progress.end();
      await ledger.projector.waitFor();
    }
  });
  await tell(context, result, dryRun);
  return result.refusedCount > 0 ? exit.refused : exit.ok;
};

const inWords = ({ step, acts, of }: ImportProgress): string =>
  `${step}: ${counted(acts)}${of === null ? '' : ` of ${counted(of)}`} acts`;

async function tell(context: Context, result: ImportResult, dryRun: boolean): Promise<void> {
  if (context.json) {
    await writeJson(context, { ...result, broke: Object.fromEntries(result.broke), dryRun });
    return;
  }
  const { acts, added, already, events, broke, refused, refusedCount, heldBack } = result;
  const pairs: [string, string][] = [
    ['acts in the files', counted(acts)],
    [dryRun ? 'would be added' : 'added', counted(added)],
    ['here before', counted(already)],
  ];
  if (!dryRun) pairs.push(['events appended', counted(events)]);
  for (const [rule, count] of broke)
    pairs.push([`broke ${rule}`, `${counted(count)} acts, recorded with that note`]);
  if (refusedCount > 0) pairs.push(['refused', counted(refusedCount)]);
  if (heldBack > 0) pairs.push(['held back', `${counted(heldBack)} acts that may rest on a refused one`]);
  const { terminal } = context;
  await terminal.write(listing(pairs, terminal.columns, 0));
  for (const { file, line, code, message } of refused) terminal.say(`${file}:${line}: ${code}: ${message}\n`);
  if (refusedCount > refused.length) terminal.say(`and ${counted(refusedCount - refused.length)} more\n`);
}
