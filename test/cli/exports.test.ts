import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { PersonExport } from '../../src/exports/person-export.ts';
import { logKeyFor } from '../log-keys.ts';
import { call, emptyFolder, type Folder } from './calling.ts';
import { fields, type MadeLedger, makeLedger, vkeyOf } from './ledger.ts';

describe('exports at the command line', () => {
  let folder: Folder;
  let made: MadeLedger;
  before(async () => {
    folder = emptyFolder();
    made = await makeLedger(join(folder.path, 'data'));
  });
  after(() => folder.remove());

  const out = (name: string): string => join(folder.path, name);

  it('writes a submission to a new file for its owner alone, and checks it without a ledger', async () => {
    const file = out('case.json');
    const args = ['submission', 'export', made.submission, '--out', file, '--data', made.data];
    const written = await call(args);
    expect(written.code, written.err).to.equal(0);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    const again = await call(args);
    expect([again.code, again.err]).to.satisfy(
      ([code, err]: [number, string]) => code === 1 && /exists/.test(err),
    );
    const check = ['submission', 'check-export', file, '--data', out('nowhere')];
    const unproved = await call(check);
    expect(unproved.code, unproved.err).to.equal(1);
    expect(unproved.out).to.match(/agrees with itself\. It proves nothing about the log: nobody was named/);
    expect(unproved.out).to.include('signed by      nobody that you named');
    const checked = await call([...check, '--vkey', vkeyOf(made.data)]);
    expect(checked.code, checked.err).to.equal(0);
    expect(checked.out)
      .to.include('its events stand in the log of test.example/log')
      .and.match(/It does not show:[\s\S]*That the stream ends here[\s\S]*shown the same log/);
    const said = (await call([...check, '--vkey', vkeyOf(made.data), '--json'])).json();
    expect(said).to.include({ agrees: true, verified: true }).and.have.nested.property('log.signedBy');
  });

  it('answers 3 for a changed one, naming the place', async () => {
    const { out: text } = await call(['submission', 'export', made.submission, '--data', made.data]);
    const file = out('changed.json');
    writeFileSync(file, text.replace('"state": "opened"', '"state": "withheld"'));
    const checked = await call(['submission', 'check-export', file]);
    expect(checked.code).to.equal(3);
    expect(checked.err).to.match(/accounting\.\d+/);
    const { verifier } = logKeyFor('test.example/log');
    writeFileSync(out('whole.json'), text);
    const foreign = await call(['submission', 'check-export', out('whole.json'), '--vkey', verifier]);
    expect([foreign.code, foreign.err.includes('signature-invalid')]).to.deep.equal([3, true]);
  });

  it('exports a person whom the operator names, and the operator where nobody is named', async () => {
    const file = out('ana.json');
    const { code, err } = await call([
      'person',
      'export',
      made.people.ana,
      '--out',
      file,
      '--data',
      made.data,
    ]);
    expect(code, err).to.equal(0);
    const { manifest, record } = PersonExport.parse(JSON.parse(readFileSync(file, 'utf8')));
    expect(manifest).to.include({ person: made.people.ana, madeFor: 'somebody-else' });
    expect(record.map(({ type }) => type))
      .to.include('PersonRegistered')
      .and.include('PanelConvened');
    const own = PersonExport.parse((await call(['person', 'export', '--data', made.data])).json());
    expect(own.manifest.madeFor).to.equal('self');
    expect(JSON.stringify(own.record)).to.include(fields['title']);
  });
});
