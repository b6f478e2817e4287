/**
 * The verifier in one file: `node verify.mjs FOLDER --vkey KEY`, with the words and exit codes of `govledger verify`.
 * It is bundled by `npm run build:verifier` and needs nothing but Node.js.
 */
import { parseArgs } from 'node:util';
import { isLedgerError } from '../../events/errors.ts';
import { type ExitCode, exit, exitCodes, verdictExit } from '../cli/exit-codes.ts';
import { verifyFolder } from '../folder/verify-folder.ts';
import { reportInWords } from './in-words.ts';

const usage = `usage: node verify.mjs FOLDER --vkey KEY [--vkey KEY…] [--policy FILE] [--since CHECKPOINT] [--json]

  FOLDER     an export of a govledger
  --vkey     the log's verifier key, from elsewhere than the folder; or a file of keys, one a line
  --policy   whose word suffices (C2SP tlog-policy): the log's key, and the witnesses
  --since    a checkpoint that you kept: the log has to begin with what it covered
  --json     the report as JSON

Exit codes: 0 nothing is wrong, 1 no key, or entries of a later release, 2 called wrongly, 3 the export does not verify.
`;

async function run(): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      vkey: { type: 'string', multiple: true, default: [] },
      policy: { type: 'string' },
      since: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [folder, ...more] = positionals;
  if (values.help || folder === undefined || more.length > 0) {
    (values.help ? process.stdout : process.stderr).write(usage);
    return values.help ? exit.ok : exit.usage;
  }
  const { vkey, policy, since } = values;
  const { isTTY } = process.stderr;
  const report = await verifyFolder({
    folder,
    vkeys: vkey,
    ...(policy === undefined ? {} : { policy }),
    ...(since === undefined ? {} : { since }),
    onProgress: (done, size) => isTTY && process.stderr.write(`\r${done} of ${size} entries`),
  });
  if (isTTY) process.stderr.write('\r\u001b[K');
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : reportInWords(report));
  return verdictExit[report.verdict];
}

function told(error: unknown): ExitCode {
  const message = error instanceof Error ? error.message : String(error);
  const isUsage =
    error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`verify: ${message}\n${isUsage ? `\n${usage}` : ''}`);
  if (isUsage) return exit.usage;
  return isLedgerError(error) ? exitCodes[error.code] : exit.refused;
}

process.exitCode = await run().catch(told);
