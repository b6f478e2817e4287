import { join } from 'node:path';
import { demoFolder } from '../../src/folder/demo-folder.ts';
import { govledger } from '../history/govledger.ts';

/** What an auditor asks of a decided case, by the command line and with an auditor's token. */
export async function auditorsView(data: string, submission: string): Promise<void> {
  const token = ['--data', data, '--token-file', join(demoFolder(data).path, 'ada.token')];
  await govledger(['replay', submission, '--step', ...token]);
  console.log('\nWhy it came out so\n');
  await govledger(['explain', submission, ...token]);
}
