import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { decode } from '../../events/decode.ts';
import { parseCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { parseNote } from '../../src/checkpoint/note.ts';
import { filesOf } from '../ledger-export/made.ts';
import { call, emptyFolder, type Folder } from './calling.ts';
import { enrolled, type MadeLedger, makeLedger } from './ledger.ts';
import { serveFolder } from './serving.ts';

const Answer = z.looseObject({
  event: z.string(),
  size: z.number(),
  root: z.string(),
  manifestSha256: z.string(),
  lacking: z.looseObject({ leftOut: z.number() }),
});

describe('export at the command line', () => {
  let folder: Folder;
  let made: MadeLedger;
  before(async () => {
    folder = emptyFolder();
    made = await makeLedger(join(folder.path, 'data'));
  });
  after(() => folder.remove());

  const at = (name: string): string => join(folder.path, name);
  const exporting = (name: string, audience: string, ...more: readonly string[]) =>
    call(['export', '--data', made.data, '--out', at(name), '--audience', audience, ...more]);

  async function lastEvent() {
    const { out } = await call(['events', '--data', made.data]);
    return decode(out.trimEnd().split('\n').at(-1) ?? '');
  }

  it('writes the folder, and the log says who took what', async () => {
    const { code, err, json } = await exporting('first', 'auditors', '--recipient', 'the court', '--json');
    expect(code, err).to.equal(0);
    const { event, size, root, manifestSha256 } = Answer.parse(json());
    const last = await lastEvent();
    expect(last.id).to.equal(event);
    if (last.type !== 'ExportProduced') throw new Error(last.type);
    expect(last.data).to.include({ audience: 'auditors', from: 0, size, root, manifest: manifestSha256 });
    expect(last.sealed.auditors).to.have.length(1);
    const files = filesOf(at('first'));
    expect([...files.keys()]).to.include.members(['README.txt', 'checkpoint', 'log.vkey', 'manifest.json']);
    const note = files.get('checkpoint')?.toString() ?? '';
    expect(parseCheckpoint(parseNote(note).text).size).to.equal(size);
  });

  it('tells a person what was written and how it is checked', async () => {
    const { code, out } = await exporting('told', 'public');
    expect(code).to.equal(0);
    expect(out)
      .to.match(/entries +\d+/)
      .and.match(/on record +as event/)
      .and.include('govledger verify');
  });

  it('works beside a server, at its newest checkpoint', async () => {
    const served = await serveFolder(made.data);
    try {
      const newest = await exporting('served', 'participants', '--json');
      expect(newest.code, newest.err).to.equal(0);
      const { size } = Answer.parse(newest.json());
      expect(size).to.be.above(1);
    } finally {
      await served.stop();
    }
  });

  it('gives again at an older checkpoint what it gave when that was the newest', async () => {
    const before = JSON.parse(readFileSync(at('first/manifest.json'), 'utf8'));
    const { size } = z.looseObject({ size: z.number() }).parse(before);
    const { code, err } = await exporting('again', 'auditors', '--at', String(size));
    expect(code, err).to.equal(0);
    expect(filesOf(at('again'))).to.deep.equal(filesOf(at('first')));
  });

  it('says which checkpoint is the newest where none was made over so many entries', async () => {
    const { code, err } = await exporting('none', 'public', '--at', '999999');
    expect(code).to.equal(1);
    expect(err).to.match(/no checkpoint was made over 999999 entries; the newest is over \d+/);
  });

  it('keeps nothing where it may not be put on record', async () => {
    const token = await enrolled(made.data, made.people.ana, at('ana.token'));
    const { code, err } = await exporting('denied', 'auditors', '--token-file', token);
    expect(code, err).to.equal(1);
    expect(readdirSync(folder.path).filter((name) => name.startsWith('denied'))).to.deep.equal([]);
  });

  it('never writes over anything', async () => {
    const before = await lastEvent();
    const { code, err } = await exporting('first', 'public');
    expect([code, err]).to.satisfy(([c, e]: [number, string]) => c === 1 && /never overwrites/.test(e));
    expect((await lastEvent()).id).to.equal(before.id);
  });

  it('asks for an audience that there is', async () => {
    for (const args of [[], ['--audience', 'custodian']]) {
      const { code } = await call(['export', '--data', made.data, '--out', at('nobody'), ...args]);
      expect(code).to.equal(2);
    }
    expect(existsSync(at('nobody'))).to.equal(false);
  });
});
