import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  directoryStream,
  erasureStream,
  frameworkStream,
  ledgerStream,
  parseStream,
  reportStream,
  submissionStream,
} from '../../events/stream.ts';

const id = '3f2b8c1e-6d4a-4f0b-9c7e-1a2b3c4d5e6f';

describe('stream names', () => {
  const names = [
    [ledgerStream, 'ledger', ''],
    [directoryStream, 'directory', ''],
    [frameworkStream('sample-national-security'), 'framework', 'sample-national-security'],
    [submissionStream(id), 'submission', id],
    [reportStream(id), 'report', id],
    [erasureStream(id), 'erasure', id],
  ] as const;
  for (const [name, kind, subject] of names) {
    it(`say what ${name} is about`, () => expect(parseStream(name)).to.deep.equal({ kind, id: subject }));
  }
  const others = ['', 'checkpoint', 'ledger-1', 'submission-', 'submission-1', `submission-${id}x`];
  for (const name of [
    ...others,
    `Submission-${id}`,
    'framework-',
    'framework-A',
    `$submission-${id}`,
    ` ${ledgerStream}`,
  ]) {
    it(`are not ${JSON.stringify(name)}`, () => expect(parseStream(name)).to.equal(null));
  }
});
