/**
 * `npm run demo [-- --data DIR]`: whole reviews through the HTTP API, each person with a token of their own, then one of
 * them replayed as an auditor sees it. The ledger is left there to look round in.
 */
import { parseArgs } from 'node:util';
import { demoPeopleIn } from '../src/folder/demo-folder.ts';
import { auditorsView } from './demo/auditors-view.ts';
import { enrolled } from './demo/enrolled.ts';
import { reviews } from './demo/reviews.ts';
import { demoServer } from './demo/server.ts';

const usage = 'npm run demo -- [--data DIR]: whole reviews through the API, into ./data or the folder named';
const tell = (who: string, did: string, came: string): void =>
  console.log(`  ${who.padEnd(9)} ${did.padEnd(22)} ${came}`);

function folderAsked(): string | null {
  try {
    const { values } = parseArgs({ options: { data: { type: 'string' } } });
    return values.data ?? process.env['GOVLEDGER_DATA'] ?? 'data';
  } catch {
    return null;
  }
}

async function play(data: string): Promise<void> {
  const server = await demoServer(data);
  try {
    const troupe = await enrolled(data, server, tell);
    const submission = await reviews(troupe, (title) => console.log(`\n${title}`));
    console.log('\nThe first of them as an auditor sees it\n');
    await auditorsView(data, submission);
  } finally {
    await server.stop();
  }
}

const data = folderAsked();
if (data === null) {
  console.error(usage);
  process.exitCode = 2;
} else if (demoPeopleIn(data).length > 0) {
  console.log(
    `The demo has been here: ${data} holds its cases, and "npm start" says how to act as its people.`,
  );
} else await play(data);
