import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { HeadFolder } from '../../src/log/head-folder.ts';
import { WitnessMemory, witnessesFile } from '../../src/witnessing/witness-memory.ts';

describe('what each witness cosigned last', () => {
  let path: string;
  let failures: unknown[];
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'witnesses-'));
    failures = [];
  });
  afterEach(() => rmSync(path, { recursive: true }));

  const opened = (origin = 'ledger.example/governance'): WitnessMemory => {
    const memory = new WitnessMemory(witnessesFile(new HeadFolder(path)), (error) => failures.push(error));
    memory.open(origin);
    return memory;
  };
  const last = { vkey: 'w.example+00000000+BA==', size: 12, root: 'AA==', line: '— w.example AAAAAAAA' };

  it('stands in the folder of the head, and is read from there at the next start', () => {
    const memory = opened();
    expect(memory.last(last.vkey)).to.equal(null);
    memory.set(last);
    memory.save();
    expect(readdirSync(path)).to.deep.equal(['witnesses.json']);
    expect(JSON.parse(readFileSync(join(path, 'witnesses.json'), 'utf8'))).to.deep.equal({
      v: 1,
      origin: 'ledger.example/governance',
      witnesses: [last],
    });
    expect(opened().last(last.vkey)).to.deep.equal(last);
    expect(failures).to.deep.equal([]);
  });

  it('is of one log: of another nothing is remembered', () => {
    const memory = opened();
    memory.set(last);
    memory.save();
    expect(opened('ledger.example/after').last(last.vkey)).to.equal(null);
    memory.open('ledger.example/after');
    expect(memory.last(last.vkey)).to.equal(null);
  });

  it('is forgotten, and said to be, where the file is damaged or cannot be written', () => {
    writeFileSync(join(path, 'witnesses.json'), '{"v":1');
    const memory = opened();
    expect(memory.last(last.vkey)).to.equal(null);
    expect(failures).to.have.length(1);
    rmSync(path, { recursive: true });
    writeFileSync(path, 'a file where the folder was');
    memory.set(last);
    memory.save();
    expect(failures).to.have.length(2);
    expect(memory.last(last.vkey)).to.deep.equal(last);
  });
});
