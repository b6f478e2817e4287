import { verifyFolder } from '../../folder/verify-folder.ts';
import { reportInWords } from '../../verify/in-words.ts';
import { type Run, writeJson } from '../context.ts';
import { verdictExit } from '../exit-codes.ts';
import { counted, Progress } from '../progress.ts';
import { UsageError } from '../usage-error.ts';

export const verify: Run = async (context, given) => {
  const folder = given.optionalArgument(0);
  if (folder === undefined) throw new UsageError('folder', 'name the folder of the export');
  const progress = new Progress(context);
  const since = given.text('since');
  const policy = given.text('policy');
  const report = await verifyFolder({
    folder,
    vkeys: given.texts('vkey'),
    ...(policy === undefined ? {} : { policy }),
    ...(since === undefined ? {} : { since }),
    onProgress: (done, size) => progress.show(`verified ${counted(done)} of ${counted(size)} entries`),
  }).finally(() => progress.end());
  if (context.json) await writeJson(context, report);
  else await context.terminal.write(reportInWords(report));
  return verdictExit[report.verdict];
};
