import { redecideFolder, redecideStore } from '../../folder/redecide-folder.ts';
import { redecisionInWords } from '../../redecide/in-words.ts';
import type { RedecisionReport } from '../../redecide/report.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { reading } from '../opened-ledger.ts';
import { counted, Progress } from '../progress.ts';

/** Of an export where a folder is named, else of the ledger in the data folder. */
export const redecide: Run = async (context, given) => {
  const folder = given.optionalArgument(0);
  const progress = new Progress(context);
  const onProgress = (done: number, size: number | null): void =>
    progress.show(`decided ${counted(done)}${size === null ? '' : ` of ${counted(size)}`} entries again`);
  const report = await (folder === undefined
    ? ofLedger(context, onProgress)
    : redecideFolder(folder, onProgress)
  ).finally(() => progress.end());
  if (context.json) await writeJson(context, report);
  else await context.terminal.write(redecisionInWords(report));
  return report.findingsCount === 0 ? exit.ok : exit.refused;
};

const ofLedger = (
  context: Context,
  onProgress: (done: number, size: number | null) => void,
): Promise<RedecisionReport> =>
  reading(context, ({ store, vault }) => redecideStore(store, vault, onProgress));
