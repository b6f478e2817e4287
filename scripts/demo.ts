/**
 * `npm run demo [-- --data DIR]`: whole reviews through the HTTP API, each person with a token of their own, then one of
 * them replayed as an auditor sees it. The ledger is left there to look round in.
 */
import { parseArgs } from 'node:util';
import { auditorsView } from './demo/auditors-view.ts';
import { enrolled } from './demo/enrolled.ts';
import { reviews } from './demo/reviews.ts';
import { demoServer } from './demo/server.ts';

const { values } = parseArgs({
  options: { data: { type: 'string', default: process.env['GOVLEDGER_DATA'] ?? 'data' } },
});
const server = await demoServer(values.data);
const tell = (who: string, did: string, came: string): void =>
  console.log(`  ${who.padEnd(9)} ${did.padEnd(22)} ${came}`);
try {
  const troupe = await enrolled(values.data, server, tell);
  const submission = await reviews(troupe, (title) => console.log(`\n${title}`));
  console.log('\nThe first of them as an auditor sees it\n');
  await auditorsView(values.data, submission);
} finally {
  await server.stop();
}
