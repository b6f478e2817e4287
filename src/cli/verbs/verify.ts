import { type DataReport, verifyData } from '../../folder/verify-data.ts';
import { verifyFolder } from '../../folder/verify-folder.ts';
import { reportInWords } from '../../verify/in-words.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { type ExitCode, exit, verdictExit } from '../exit-codes.ts';
import type { Given } from '../given.ts';
import { reading } from '../opened-ledger.ts';
import { counted, Progress } from '../progress.ts';

/** Of an export where a folder is named, else of the ledger in the data folder. */
export const verify: Run = async (context, given) => {
  const folder = given.optionalArgument(0);
  const progress = new Progress(context);
  const call = callOf(given, (done, size) =>
    progress.show(`verified ${counted(done)} of ${counted(size)} entries`),
  );
  if (folder === undefined) {
    const report = await reading(context, (ledger) => verifyData(ledger, call)).finally(() => progress.end());
    return tellData(context, report);
  }
  const report = await verifyFolder({ ...call, folder }).finally(() => progress.end());
  if (context.json) await writeJson(context, report);
  else await context.terminal.write(reportInWords(report));
  return verdictExit[report.verdict];
};

function callOf(given: Given, onProgress: (done: number, size: number) => void) {
  const since = given.text('since');
  const policy = given.text('policy');
  return {
    vkeys: given.texts('vkey'),
    ...(policy === undefined ? {} : { policy }),
    ...(since === undefined ? {} : { since }),
    onProgress,
  };
}

async function tellData(context: Context, { record, log }: DataReport): Promise<ExitCode> {
  const sound = record.length === 0 && log !== null;
  if (context.json) {
    await writeJson(context, {
      ...log,
      verdict: record.length > 0 ? 'failed' : (log?.verdict ?? 'failed'),
      record,
    });
  } else {
    const heard = record.map(({ what, says }) => `  - ${what}: ${says}\n`).join('');
    const none =
      log === null && record.length === 0 ? 'The ledger has no checkpoint yet: nothing is signed.\n' : '';
    await context.terminal.write(
      `${heard === '' ? '' : `THE FILES OF THIS LEDGER ARE NOT WHAT WAS RECORDED\n${heard}\n`}${none}${log === null ? '' : reportInWords(log, 'ledger')}`,
    );
  }
  return sound ? verdictExit[log.verdict] : exit.integrity;
}
