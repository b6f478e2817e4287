import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { packageRoot } from '../package-root.ts';

describe('the coverage gate', () => {
  let root = '';

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'gate-'));
    mkdirSync(join(root, 'coverage'));
    mkdirSync(join(root, 'scripts'));
    cpSync(join(packageRoot, 'scripts/coverage-gate.mjs'), join(root, 'scripts/coverage-gate.mjs'));
  });

  afterEach(() => rmSync(root, { recursive: true }));

  interface Measured {
    readonly covered: number;
    readonly compiled?: string;
  }

  /** Runs the gate over files of 100 lines each. */
  function gate(files: Readonly<Record<string, Measured>>): {
    readonly said: string;
    readonly status: number | null;
  } {
    const rows = Object.entries(files).map(([path, { covered, compiled = 'run();' }]) => {
      for (const [file, content] of [
        [path, ''],
        [join('dist', path.replace('.ts', '.js')), `${compiled}\n//# sourceMappingURL=x.js.map`],
      ] as const) {
        mkdirSync(dirname(join(root, file)), { recursive: true });
        writeFileSync(join(root, file), content);
      }
      return [join(root, path), { lines: { total: 100, covered, pct: covered } }];
    });
    writeFileSync(
      join(root, 'coverage/coverage-summary.json'),
      JSON.stringify({ total: { lines: { total: 0, covered: 0, pct: 0 } }, ...Object.fromEntries(rows) }),
    );
    const { stdout, status } = spawnSync(process.execPath, ['scripts/coverage-gate.mjs'], {
      cwd: root,
      encoding: 'utf8',
    });
    return { said: stdout, status };
  }

  it('passes folders at the floor', () => {
    const { said, status } = gate({ 'events/a.ts': { covered: 90 }, 'events/b.ts': { covered: 100 } });
    expect(said).to.include('coverage of events/: 95.0 %');
    expect(status).to.equal(0);
  });

  it('fails one folder under it however good the others are, and names its files', () => {
    const { said, status } = gate({
      'events/a.ts': { covered: 100 },
      'projections/b.ts': { covered: 100 },
      'src/decider/decide/c.ts': { covered: 94 },
    });
    expect(said)
      .to.include('coverage of src/decider/: 94.0 %')
      .and.include('src/decider/decide/c.ts: 94 of 100');
    expect(status).to.equal(1);
  });

  it('does not count other folders', () => {
    expect(gate({ 'events/a.ts': { covered: 100 }, 'src/http/b.ts': { covered: 0 } }).status).to.equal(0);
  });

  it('does not count a file that holds types alone', () => {
    const files = { 'events/a.ts': { covered: 100 }, 'events/b.ts': { covered: 0, compiled: 'export {};' } };
    expect(gate(files).status).to.equal(0);
  });
});
